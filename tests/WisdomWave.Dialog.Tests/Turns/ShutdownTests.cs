using System.Net;
using System.Net.Http.Json;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns;

public sealed class ShutdownTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AShutdownCompletesTheRunningAnswerAndLeavesTheRestToTheNextStart()
    {
        await using var dialog = await DialogService.StartAsync("--Stopping:Timeout=01:00:00");
        var finish = new TaskCompletionSource();
        dialog.Completion.Answer = (request, _) => ScriptedCompletion.SayingAfter(finish.Task, $"answer to {request.Messages[^1].Text}");
        await using var events = dialog.FollowAsync(dialog.Message("the running one")).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        var running = Assert.IsType<TurnAccepted>(events.Current).Turn.Id;
        var behind = await dialog.AcceptedAsync(dialog.Message("the one behind"));
        await dialog.AskedAsync();

        var stopping = dialog.StopAsync();
        using var refused = await dialog.Http.PostAsync("/messages", JsonContent.Create(dialog.Message("new"), ContractsJson.Default.InboundMessage), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        using var report = await dialog.ReportAsync(running, 0, new PartReport(500, PartState.Placeholder));
        Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        Assert.False(stopping.IsCompleted);
        finish.SetResult();

        while (events.Current is not TurnCompleted)
            Assert.True(await events.MoveNextAsync());
        Assert.Equal(new TurnCompleted(new Reply("answer to the running one")), DialogService.Words(events.Current));
        await stopping.WaitAsync(Eventually.Limit, Token);
        await dialog.RestartAsync();
        Assert.Equal(new TurnCompleted(new Reply("answer to the one behind")), DialogService.Words((await dialog.JoinAsync(behind))[^1]));
        Assert.Equal(["the running one", "the one behind"], dialog.Completion.Requests.Select(request => request.Messages[^1].Text));
    }
}
