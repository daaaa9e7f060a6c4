using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns;

public sealed class TurnRecoveryTests
{
    [Fact]
    public async Task ATurnInterruptedByARestartRunsAgain()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("lost", context);
        var turn = await AcceptAsync(dialog, "hello");

        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("answered after all");
        await dialog.RestartAsync();

        var events = await dialog.JoinAsync(turn.Id);
        Assert.Equal(new TurnCompleted(new Reply("answered after all")), DialogService.Words(events[^1]));
    }

    [Fact]
    public async Task OpenStreamsDoNotDelayAShutdown()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("so far", context);
        var message = dialog.Message("hello");
        _ = await AcceptAsync(dialog, message);
        var following = dialog.SendAsync(message);

        // The answer never ends, so the restart must not wait for it.
        await dialog.RestartAsync().WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<Exception>(async () => DialogService.ReplyOf(await following));
    }

    private static Task<TurnRef> AcceptAsync(DialogService dialog, string text) => AcceptAsync(dialog, dialog.Message(text));

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
