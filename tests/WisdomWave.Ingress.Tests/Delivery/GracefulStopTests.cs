using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class GracefulStopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnShutdownAStreamingAnswerIsFinishedAndNoNewUpdateIsTaken()
    {
        await using var host = await IngressHost.StartAsync("Stopping:Timeout=00:01:00");
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        await host.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);

        var stopping = host.StopIngressAsync();
        await host.Boris.SayAsync("too late", cancellationToken: Token);
        turn.Delta("lo");
        turn.Complete("Hello!");

        Assert.Equal(PartState.Last, (await turn.ReportsAsync())[^1].Report.State);
        await stopping.WaitAsync(Eventually.Limit, Token);
        await IngressHost.ReadsAsync(host.Ann, "Hello!");

        // Telegram still has the update.
        Assert.Equal(1, host.Dialog.Accepted);
        await host.StartIngressAsync();
        Assert.Equal("too late", (await host.Dialog.NextTurnAsync()).Question.Text);
    }
}
