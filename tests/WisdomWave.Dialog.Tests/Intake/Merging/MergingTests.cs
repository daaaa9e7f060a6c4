using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake.Merging;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Intake.Merging;

public sealed class MergingTests
{
    /// <summary>For tests whose result does not depend on the quiet time.</summary>
    private const string Quick = "--Merging:QuietTime=00:00:00.5";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly string Full = new('a', 4096);
    private static readonly string NearlyFull = new('b', 4000);

    [Fact]
    public async Task ATextCutByTheClientIsOneQuestion()
    {
        await using var dialog = await StartWithoutQuietAsync();

        var turns = await SendAllAsync(dialog, dialog.Message(Full), dialog.Message(NearlyFull), dialog.Message("the end"));

        Assert.Single(turns.Distinct());
        Assert.Equal([$"{Full}{NearlyFull}\nthe end"], Questions(dialog));
    }

    [Fact]
    public async Task AShorterPartEndsTheWaitAtOnce()
    {
        await using var dialog = await StartWithoutQuietAsync();

        await SendAllAsync(dialog, dialog.Message(Full), dialog.Message("the end"));

        Assert.Equal([$"{Full}the end"], Questions(dialog));
    }

    [Fact]
    public async Task AnOrdinaryMessageDoesNotWait()
    {
        await using var dialog = await StartWithoutQuietAsync();

        await dialog.AskAsync("hello");
        await dialog.AskAsync("hello again");

        Assert.Equal(["hello", "hello again"], Questions(dialog));
    }

    [Fact]
    public async Task AFullPartWithoutAnotherIsAnsweredAfterTheQuietTime()
    {
        await using var dialog = await DialogService.StartAsync(Quick);

        await SendAllAsync(dialog, dialog.Message(Full));

        Assert.Equal([Full], Questions(dialog));
    }

    [Fact]
    public async Task PartsAreOrderedByUpdateId()
    {
        await using var dialog = await StartWithoutQuietAsync();
        InboundMessage first = dialog.Message(Full), second = dialog.Message(NearlyFull);

        await SendAllAsync(dialog, second, first, Closing(dialog));

        Assert.Equal([$"{Full}{NearlyFull}"], Questions(dialog));
    }

    [Fact]
    public async Task ARepeatedPartIsOnePart()
    {
        await using var dialog = await StartWithoutQuietAsync();
        InboundMessage first = dialog.Message(Full), second = dialog.Message(NearlyFull);

        var turns = await SendAllAsync(dialog, first, second, second, first, Closing(dialog));

        Assert.Single(turns.SkipLast(1).Distinct());
        Assert.Equal([$"{Full}{NearlyFull}"], Questions(dialog));
    }

    [Fact]
    public async Task AtMostTwelvePartsFormOneQuestion()
    {
        await using var dialog = await StartWithoutQuietAsync("--MAX_TOKENS=100000");
        var part = string.Concat(Enumerable.Repeat("word ", 800));

        var turns = await SendAllAsync(dialog, [.. Enumerable.Range(0, 13).Select(_ => dialog.Message(part)), Closing(dialog)]);

        Assert.Equal(2, turns.SkipLast(1).Distinct().Count());
        Assert.Equal([(12 * part.Length) + 11, part.Length], Questions(dialog).Select(question => question.Length));
    }

    [Fact]
    public async Task AMessageSentLaterIsASeparateQuestion()
    {
        await using var dialog = await StartWithoutQuietAsync();

        await SendAllAsync(dialog, dialog.Message(Full), dialog.Message("later") with { SentAt = DateTimeOffset.UnixEpoch.AddSeconds(10) });

        Assert.Equal([Full, "later"], Questions(dialog));
    }

    [Fact]
    public async Task ACommandEndsTheWait()
    {
        await using var dialog = await StartWithoutQuietAsync();

        await SendAllAsync(dialog, dialog.Message(Full), dialog.Message("/help"));

        Assert.Equal([Full], Questions(dialog));
    }

    [Fact]
    public async Task OtherPeoplesMessagesAreNotMerged()
    {
        await using var dialog = await DialogService.StartAsync(Quick);

        await SendAllAsync(dialog, dialog.Message(Full, person: 5, chat: -1), dialog.Message(NearlyFull, person: 6, chat: -1));

        Assert.Equal(2, dialog.Completion.Requests.Count);
    }

    [Fact]
    public async Task PartsSurviveARestartDuringTheWait()
    {
        // The clock stands still, so the wait does not end by itself.
        await using var dialog = await DialogService.StartAtAsync(new FakeTimeProvider(DialogService.Now));
        var first = await AcceptAsync(dialog, dialog.Message(Full));
        await AcceptAsync(dialog, dialog.Message(NearlyFull));

        await dialog.RestartAsync();
        var last = await AcceptAsync(dialog, dialog.Message("the end"));

        Assert.Equal(first.Id, last.Id);
        await dialog.JoinAsync(first.Id);
        Assert.Equal([$"{Full}{NearlyFull}\nthe end"], Questions(dialog));
        await using var database = dialog.OpenDatabase();
        Assert.Equal(($"{Full}{NearlyFull}\nthe end", null), database.Turns.Select(turn => new ValueTuple<string, string?>(turn.Question, turn.Parts)).Single());
    }

    [Fact]
    public async Task InAGroupTheAnswerRepliesToTheFirstPart()
    {
        await using var dialog = await StartWithoutQuietAsync();
        var first = dialog.Message(Full, chat: -1);

        var turn = await AcceptAsync(dialog, first);
        var joined = await AcceptAsync(dialog, dialog.Message("the end", chat: -1));

        Assert.Equal((turn.Id, first.MessageId), (joined.Id, joined.ReplyToMessageId));
    }

    [Fact]
    public async Task ForwardsSentTogetherAreOneQuestionThatNamesTheirAuthors()
    {
        await using var dialog = await StartWithoutQuietAsync();

        await SendAllAsync(
            dialog,
            dialog.Message("Lunch at one?") with { ForwardedFrom = "Boris" },
            dialog.Message("At two.\nSorry!") with { ForwardedFrom = "Вера", SentAt = DateTimeOffset.UnixEpoch.AddSeconds(1) },
            Closing(dialog));

        Assert.Equal(["Forwarded from Boris:\n> Lunch at one?\n\nForwarded from Вера:\n> At two.\n> Sorry!"], Questions(dialog));
    }

    [Fact]
    public async Task ACommentBeforeAForwardIsAnsweredTogetherWithIt()
    {
        await using var dialog = await DialogService.StartAsync(Quick);
        var begun = new TaskCompletionSource();
        dialog.Completion.Answer = (request, context) =>
        {
            if (request.Messages[^1].Text != "Is this true?")
                return ScriptedCompletion.Saying("No.");
            begun.TrySetResult();
            return ScriptedCompletion.Hanging("Hm", context);
        };

        var comment = dialog.SendAsync(dialog.Message("Is this true?"));
        await begun.Task.WaitAsync(Eventually.Limit, Token);
        await dialog.SendAsync(dialog.Message("The moon is cheese.") with { ForwardedFrom = "Boris" });

        Assert.Equal(new Reply("No."), DialogService.WordsOf(await comment));
        Assert.Contains(new TurnRestarted(), await comment);
        Assert.Equal("Is this true?\n\nForwarded from Boris:\n> The moon is cheese.", Questions(dialog)[^1]);
    }

    [Fact]
    public async Task ACommentKnownToPrecedeAForwardWaitsForIt()
    {
        await using var dialog = await StartWithoutQuietAsync();

        await SendAllAsync(
            dialog,
            dialog.Message("Is this true?") with { IsFollowedByForward = true },
            dialog.Message("The moon is cheese.") with { ForwardedFrom = "Boris" },
            Closing(dialog));

        Assert.Equal(["Is this true?\n\nForwarded from Boris:\n> The moon is cheese."], Questions(dialog));
    }

    [Fact]
    public async Task AForwardedCommandIsAQuestion()
    {
        await using var dialog = await DialogService.StartAsync(Quick);

        await SendAllAsync(dialog, dialog.Message("/forget") with { ForwardedFrom = "Boris" });

        Assert.Equal(["Forwarded from Boris:\n> /forget"], Questions(dialog));
    }

    [Fact]
    public async Task StopDuringTheWaitEndsTheTurn()
    {
        await using var dialog = await StartWithoutQuietAsync();
        var message = dialog.Message(Full);
        var turn = await AcceptAsync(dialog, message);

        using var stopped = await dialog.Http.PostAsync($"/turns/{turn.Id}/stop", null, Token);

        Assert.Equal(new Reply("⏹ Stopped."), DialogService.WordsOf(await dialog.SendAsync(message)));
        Assert.Empty(dialog.Completion.Requests);
    }

    /// <summary>The quiet time never ends by itself, so the result does not depend on the speed of the machine.</summary>
    private static async Task<DialogService> StartWithoutQuietAsync(params string[] settings)
    {
        var dialog = await DialogService.StartAsync(settings);
        dialog.Services.GetRequiredService<IOptions<MergingOptions>>().Value.QuietTime = TimeSpan.FromHours(1);
        return dialog;
    }

    /// <summary>A command is never merged, so it ends the wait.</summary>
    private static InboundMessage Closing(DialogService dialog) => dialog.Message("/help");

    private static string[] Questions(DialogService dialog) => [.. dialog.Completion.Requests.Select(request => request.Messages[^1].Text)];

    /// <summary>Sends messages one after the other, as ingress does for one chat, then waits for all replies.</summary>
    private static async Task<IReadOnlyList<Guid>> SendAllAsync(DialogService dialog, params InboundMessage[] messages)
    {
        var turns = new List<Guid>();
        foreach (var message in messages)
            turns.Add((await AcceptAsync(dialog, message)).Id);
        foreach (var turn in turns.Distinct())
            await dialog.JoinAsync(turn);
        return turns;
    }

    private static async Task<TurnRef> AcceptAsync(DialogService dialog, InboundMessage message)
    {
        await foreach (var turnEvent in dialog.FollowAsync(message))
        {
            if (turnEvent is TurnAccepted accepted)
                return accepted.Turn;
        }

        throw new InvalidOperationException("The message was not accepted.");
    }
}
