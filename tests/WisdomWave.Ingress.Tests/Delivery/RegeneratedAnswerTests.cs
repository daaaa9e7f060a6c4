using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>A regenerated answer reuses the messages of the answer it replaces.</summary>
public sealed class RegeneratedAnswerTests
{
    private static readonly string Long = string.Join("\n\n", new string('a', 3000), new string('b', 3000), new string('c', 3000));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheNewAnswerReplacesTheOldMessagesAndSurplusOnesAreDeleted()
    {
        await using var host = await IngressHost.StartAsync("Delivery:TypingInterval=00:00:00.050");
        var old = await AnsweredAsync(host, new Reply(Long));
        var turn = await BeginAsync(host, old);

        await Eventually.HoldsAsync(async () => (await CallsAsync(host, "sendChatAction")) >= 2, "typing during the regeneration");
        turn.Delta("New");
        await Eventually.HoldsAsync(
            async () => (await host.Ann.ReadAllAsync()).Any(message => message.MessageId == old[0].MessageId && message.Text == "New"), "the old message shows the new text");
        Assert.Equal(0, await CallsAsync(host, "deleteMessage"));
        turn.Complete("New.");

        Assert.Equal(
            [(0, new PartReport(old[0].MessageId, PartState.Final)), (0, new PartReport(old[0].MessageId, PartState.Last))], await turn.ReportsAsync());
        await IngressHost.ReadsAsync(host.Ann, "New.");
        Assert.Equal(2, await CallsAsync(host, "deleteMessage"));
    }

    [Fact]
    public async Task ATurnStartedByACommandIsDeliveredAfterIt()
    {
        await using var host = await IngressHost.StartAsync();
        var old = await AnsweredAsync(host, new Reply("Old."));
        await host.Ann.SayAsync("/retry", cancellationToken: Token);
        var command = await host.Dialog.NextTurnAsync();
        var begun = host.Dialog.BeginTurn(command.Turn with { Id = Guid.CreateVersion7(), Delivered = old });

        command.Complete(new Reply(""), begun.Turn);
        begun.Complete("New.");

        Assert.Equal((0, new PartReport(0, PartState.Last)), await command.NextReportAsync());
        Assert.Equal((0, new PartReport(old[0].MessageId, PartState.Last)), await begun.NextReportAsync());
        await IngressHost.ReadsAsync(host.Ann, "New.");
    }

    [Fact]
    public async Task ALongerAnswerContinuesInNewMessages()
    {
        await using var host = await IngressHost.StartAsync();
        var old = await AnsweredAsync(host, new Reply("Old."));
        var turn = await BeginAsync(host, old);
        turn.Complete(Long);
        var reports = await turn.ReportsAsync();
        Assert.Equal(
            [(0, PartState.Final), (1, PartState.Final), (2, PartState.Last)],
            reports.Select(report => (report.Part, report.Report.State)));
        Assert.Equal(old[0].MessageId, reports[0].Report.MessageId);
        await IngressHost.ReadsAsync(host.Ann, [.. Long.Split("\n\n")]);
    }

    [Fact]
    public async Task ADeletedOldMessageIsSentAgain()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await BeginAsync(host, [new DeliveredPart(0, 999_999, PartState.Placeholder), new DeliveredPart(1, 999_998, PartState.Placeholder)]);
        turn.Complete("New.");
        var reports = await turn.ReportsAsync();
        Assert.NotEqual(999_999, reports[^1].Report.MessageId);
        await IngressHost.ReadsAsync(host.Ann, "New.");
    }

    [Fact]
    public async Task AFileOfTheOldAnswerIsReplacedByText()
    {
        await using var host = await IngressHost.StartAsync();
        host.Dialog.Files["a"] = [(byte)'a'];
        var document = new ReplyDocument("a.md", "text/markdown", "files/a");
        var old = await AnsweredAsync(host, new Reply("Old.") { Documents = [document, document] });
        var turn = await BeginAsync(host, old);
        turn.Complete(string.Join("\n\n", Long.Split("\n\n").Take(2)));
        var reports = await turn.ReportsAsync();
        Assert.Equal((1, PartState.Last), (reports[^1].Part, reports[^1].Report.State));
        await IngressHost.ReadsAsync(host.Ann, [.. Long.Split("\n\n").Take(2)]);
    }

    [Fact]
    public async Task AMessageThatCannotBeDeletedNowIsDeletedLater()
    {
        await using var host = await IngressHost.StartAsync();
        var old = await AnsweredAsync(host, new Reply(Long));
        var turn = await BeginAsync(host, old);
        await host.FailAsync(new() { Method = "deleteMessage", Status = 429, RetryAfter = 1 });
        turn.Complete("New.");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "New.");
    }

    [Fact]
    public async Task AMessageThatMayNotBeDeletedStays()
    {
        await using var host = await IngressHost.StartAsync();
        var old = await AnsweredAsync(host, new Reply(Long));
        var turn = await BeginAsync(host, old);
        await host.FailAsync(new() { Method = "deleteMessage", Status = 400, Description = "Bad Request: message can't be deleted", Times = 2 });
        turn.Complete("New.");
        Assert.Equal((0, PartState.Last), (await turn.ReportsAsync()).Select(report => (report.Part, report.Report.State)).Last());
    }

    private static async Task<int> CallsAsync(IngressHost host, string method) =>
        (await host.Playground.Client.BotCallsAsync(method, host.Ann.ChatId, Token)).Count;

    /// <summary>Delivers an answer and returns its parts as the regenerating turn gets them.</summary>
    private static async Task<IReadOnlyList<DeliveredPart>> AnsweredAsync(IngressHost host, Reply reply)
    {
        host.Dialog.Streams = false;
        var turn = await host.AskAsync("Everything, please");
        turn.Complete(reply);
        var parts = (await turn.ReportsAsync()).Select(report => new DeliveredPart(report.Part, report.Report.MessageId, PartState.Placeholder)).ToList();
        host.Dialog.Streams = true;
        return parts;
    }

    /// <summary>Starts a turn with existing messages, as a press on Regenerate does.</summary>
    private static async Task<FakeTurn> BeginAsync(IngressHost host, IReadOnlyList<DeliveredPart> delivered)
    {
        host.Dialog.Finds = delivered;
        return await host.AskAsync("Again, please");
    }
}
