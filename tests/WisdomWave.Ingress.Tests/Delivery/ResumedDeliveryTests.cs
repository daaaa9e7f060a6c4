using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>Nothing is lost or sent twice when a service restarts.</summary>
public sealed class ResumedDeliveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnInterruptedStreamIsRejoinedAndContinuesInTheSameMessage()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        var shown = await host.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
        turn.Cut();
        await Eventually.HoldsAsync(() => turn.Joins == 2, "the turn is joined again");
        turn.Delta("lo");
        turn.Complete("Hello!");
        Assert.Equal((0, new PartReport(shown.MessageId, PartState.Last)), (await turn.ReportsAsync())[^1]);
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
    }

    [Fact]
    public async Task AfterARestartDeliveryResumesAtTheFirstMissingPart()
    {
        await using var host = await IngressHost.PrepareAsync();
        var turn = host.Dialog.AddTurn(new()
        {
            Id = Guid.CreateVersion7(),
            BotId = 110201543,
            Chat = new ChatAddress(host.Ann.ChatId, ChatKind.Private),
            Delivered = [new DeliveredPart(0, 999_999, PartState.Final)],
            Streams = true,
        });
        turn.Complete($"{new string('a', 3000)}\n\n{new string('b', 3000)}");
        await host.StartIngressAsync();

        Assert.Equal([(1, PartState.Last)], (await turn.ReportsAsync()).Select(report => (report.Part, report.Report.State)));
        await IngressHost.ReadsAsync(host.Ann, new string('b', 3000));
    }

    [Fact]
    public async Task AfterARestartAPartialAnswerContinuesInTheSameMessage()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        var shown = await host.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
        Assert.Equal((0, new PartReport(shown.MessageId, PartState.Placeholder)), await turn.NextReportAsync());
        await host.StopIngressAsync();

        turn.Turn = turn.Turn with { Delivered = [new DeliveredPart(0, shown.MessageId, PartState.Placeholder)] };
        host.Dialog.Undelivered.Add(turn.Turn);
        await host.StartIngressAsync();
        turn.Complete("Hello!");

        Assert.Equal([(0, new PartReport(shown.MessageId, PartState.Last))], await turn.ReportsAsync());
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
    }

    [Fact]
    public async Task AFailedReportIsRetriedWithoutSendingAgain()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        host.Dialog.IsAway = true;
        turn.Complete("Hello!");
        await host.Ann.ReadAnswerAsync(message => message.Text == "Hello!", Token);
        var before = host.Dialog.Refused;
        await Eventually.HoldsAsync(() => host.Dialog.Refused > before, "a report is rejected");
        host.Dialog.IsAway = false;

        Assert.Equal([(0, PartState.Last)], (await turn.ReportsAsync()).Select(report => (report.Part, report.Report.State)));
        Assert.Single(await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token));
    }

    [Fact]
    public async Task AForgottenTurnIsDropped()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        turn.Delta("Hel");
        await host.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
        host.Dialog.Forget(turn);

        (await host.AskAsync("Still there?")).Complete("Yes.");
        await host.Ann.ReadAnswerAsync(message => message.Text == "Yes.", Token);
    }

    [Fact]
    public async Task AStopDoesNotWaitForAFloodWaitAndTheDeliveryResumesLater()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(new() { Method = "sendMessage", Status = 429, RetryAfter = 3600 });
        turn.Complete("Hello!");
        await Eventually.HoldsAsync(
            async () => (await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token)).Count == 1, "the send that gets the flood wait");

        await host.StopIngressAsync().WaitAsync(Eventually.Limit, Token);

        host.Dialog.Undelivered.Add(turn.Turn);
        await host.StartIngressAsync();
        Assert.Equal([(0, PartState.Last)], (await turn.ReportsAsync()).Select(report => (report.Part, report.Report.State)));
    }
}
