using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns.History;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns;

/// <summary>
/// Orleans may briefly activate a grain twice. Two services over one database, each with its own silo, activate the same conversation at
/// the same time.
/// </summary>
public class SecondActivationTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AStaleActivationCannotCompleteATurnThatTheNewOneHasAnswered()
    {
        await using var dialog = await DialogService.StartAsync();
        var stale = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.SayingAfter(stale.Task, "stale");
        var turn = await dialog.AcceptedAsync(dialog.Message("hello"));
        await dialog.AskedAsync();
        using var following = await dialog.OpenAsync(turn);

        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("current");
        await using var second = await StartSecondAsync(dialog);
        await Eventually.HoldsAsync(async () => await StoredAsync(dialog) == (TurnState.Replied, "current"), "the second activation answers the turn");
        stale.SetResult();
        var followed = await DialogService.EventsOfAsync(following);

        Assert.DoesNotContain(followed, turnEvent => turnEvent is TurnCompleted or TurnFailed);
        Assert.Equal(new TurnCompleted(new Reply("current")), DialogService.Words((await dialog.JoinAsync(turn))[^1]));
        Assert.Equal((TurnState.Replied, "current"), await StoredAsync(dialog));
        Assert.Equal([turn], (await dialog.UndeliveredAsync()).Select(undelivered => undelivered.Id));
        Assert.Equal(2, dialog.Completion.Requests.Count);
    }

    /// <summary>Finds the unfinished turn when it starts, and runs it.</summary>
    private static async Task<WebApplication> StartSecondAsync(DialogService dialog)
    {
        var app = DialogApp.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--WISDOMWAVE_DATA_DIR={Path.GetDirectoryName(dialog.DatabasePath)}",
                .. dialog.Database.Settings,
                $"--services:completion:http:0={dialog.Completion.Address}",
                "--services:ingress:http:0=http://127.0.0.1:1",
                "--MODEL_NAME=test-model",
                "--Access:Open=true",
                "--Logging:Console:LogLevel:Default=None",
                "--Stopping:Timeout=0",
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<TimeProvider>(new NoonClock());
            });
        await app.StartAsync(Token);
        return app;
    }

    private static async Task<(TurnState State, string? Answer)> StoredAsync(DialogService dialog)
    {
        await using var database = dialog.OpenDatabase();
        var turn = await database.Turns.AsNoTracking().SingleAsync(Token);
        return (turn.State, turn.Answer);
    }
}
