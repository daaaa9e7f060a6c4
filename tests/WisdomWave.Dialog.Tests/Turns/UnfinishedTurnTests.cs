using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Core.Internal;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns;

/// <summary>Turns that are unfinished in the database and not in memory. No message arrives, and no follower asks for their events.</summary>
public class UnfinishedTurnTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _clock = new(DialogService.Now);

    [Fact]
    public async Task AnAnswerThatCouldNotBeStoredArrivesAlthoughItsGrainWasCollected()
    {
        await using var dialog = await StartAsync();
        var finish = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.SayingAfter(finish.Task, "kept");
        var message = dialog.Message("before");
        var turn = await dialog.AcceptedAsync(message);
        using var following = await dialog.OpenAsync(turn);

        await using (var lockedBy = await dialog.Database.LockAsync())
        {
            finish.SetResult();
            await Eventually.HoldsAsync(() => dialog.Log.All.Any(line => line.Contains("The database cannot be written", StringComparison.Ordinal)), "the answer cannot be stored");
            await CollectAsync(dialog, message);
            // The follower must be told to join again, or it would wait for a grain that no longer exists.
            var events = await DialogService.EventsOfAsync(following).WaitAsync(Eventually.Limit, Token);
            Assert.IsNotType<TurnCompleted>(events[^1]);
        }

        await RepliedAsync(dialog, "kept");
        // Exactly one reply, and the sweep that finds another lost turn does not find this one again.
        Assert.Equal([turn], (await dialog.UndeliveredAsync()).Select(undelivered => undelivered.Id));
        var asked = dialog.Completion.Requests.Count;
        await dialog.AskAsync("lost");
        Lose(dialog, "lost");
        await RepliedAsync(dialog, "kept", "kept");
        Assert.Equal(new TurnCompleted(new Reply("kept")), DialogService.Words((await dialog.JoinAsync(turn))[^1]));
        Assert.Equal(["lost", "lost"], dialog.Completion.Requests.Skip(asked).Select(request => request.Messages[^1].Text));
    }

    [Fact]
    public async Task TurnsQueuedBehindACollectedOneAreAnsweredInOrder()
    {
        await using var dialog = await StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("lost", context);
        var message = dialog.Message("one");
        await dialog.StreamingAsync(message);
        await dialog.AcceptedAsync(dialog.Message("two"));
        await dialog.AcceptedAsync(dialog.Message("three"));
        dialog.Completion.Answer = (request, _) => ScriptedCompletion.Saying($"To {request.Messages[^1].Text}");

        await CollectAsync(dialog, message);

        await RepliedAsync(dialog, "To one", "To two", "To three");
    }

    [Fact]
    public async Task ATurnLostByItsGrainIsResumed()
    {
        await using var dialog = await StartAsync();
        await dialog.AskAsync("hello");
        Lose(dialog, "hello");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("after all");

        await RepliedAsync(dialog, "after all");
    }

    private Task<DialogService> StartAsync() => DialogService.StartAtAsync(_clock);

    /// <summary>Makes the turn of an answered question unfinished in the database.</summary>
    private static void Lose(DialogService dialog, string question) =>
        dialog.Change($"""UPDATE "Turns" SET "State" = 0, "Answer" = NULL, "Remembered" = FALSE WHERE "Question" = '{question}'""");

    /// <summary>Advances the time until the turns have these replies in the database.</summary>
    private Task RepliedAsync(DialogService dialog, params string[] replies) => Eventually.HoldsAsync(
        async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await using var database = dialog.OpenDatabase();
            var turns = await database.Turns.AsNoTracking().OrderBy(turn => turn.Sequence).ToListAsync(Token);
            return turns.TrueForAll(turn => turn.State == TurnState.Replied) && replies.SequenceEqual(turns.Select(turn => turn.Answer));
        },
        $"the turns are answered: {string.Join(", ", replies)}");

    /// <summary>Deactivates the grain as Orleans does when it has been idle.</summary>
    private static Task CollectAsync(DialogService dialog, InboundMessage message) => dialog.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IConversationGrain>(ConversationKey.Of(message, isShared: false).ToString())
        .Cast<IGrainManagementExtension>().DeactivateOnIdle().AsTask();
}
