using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns;

public class TurnRecoveryTests
{
    [Fact]
    public async Task ATurnInterruptedByARestartRunsAgain()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("lost", context);
        var turn = await AcceptAsync(dialog, "hello");
        await dialog.AskedAsync();

        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("answered after all");
        await dialog.RestartAsync();

        var events = await dialog.JoinAsync(turn.Id);
        Assert.Equal(new TurnCompleted(new Reply("answered after all")), DialogService.Words(events[^1]));
    }

    [Fact]
    public async Task OpenStreamsDoNotDelayAShutdown()
    {
        // The host gives up waiting for open connections only after a time that no test waits for.
        await using var dialog = await DialogService.StartConfiguredAsync(
            services => services.PostConfigure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromDays(1)));
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("so far", context);
        var turn = await AcceptAsync(dialog, "hello");
        await dialog.AskedAsync();
        using var following = await dialog.OpenAsync(turn.Id);

        // The answer never ends, so the shutdown must not wait for it.
        await dialog.StopAsync().WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(await DialogService.EventsOfAsync(following), turnEvent => turnEvent is TurnCompleted or TurnFailed);
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
