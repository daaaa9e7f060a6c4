using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>An answer that needs more messages than fit into a chat.</summary>
public sealed class LongAnswerTests
{
    private static readonly string Markdown =
        "# Die Gezeiten, erklärt\n\n" + string.Join("\n\n", Enumerable.Range(0, 20).Select(i => $"**{i}** {new string('a', 3000)}"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IsSentAsEightMessagesAndADocument()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Everything, please");
        var before = DateTime.UtcNow;
        turn.Complete(new Reply(Markdown, "from the cache") { Buttons = [[new ReplyButton("Again", "again:1")]] });

        var reports = await turn.ReportsAsync();
        var messages = await Sent.MessagesAsync(host, 9);
        Assert.EndsWith("aaa…\n\nfrom the cache", messages[7].Text, StringComparison.Ordinal);
        Assert.Equal("Again", messages[7].ReplyMarkup!.InlineKeyboard![0][0].Text);
        Assert.Contains(messages[8].Document!.FileName, new[] { before, DateTime.UtcNow }.Select(date => $"die-gezeiten-erklärt-{date:yyyy-MM-dd}.md"));
        Assert.Equal(Markdown, await Sent.TextOfAsync(host, messages[8]));
        Assert.Equal(
            messages.Select((message, part) => (part, new PartReport(message.MessageId, part == 8 ? PartState.Last : PartState.Final))),
            reports.Where(report => report.Report.State != PartState.Placeholder));
    }

    [Fact]
    public async Task IsStreamedIntoItsFirstEightMessages()
    {
        await using var host = await IngressHost.StartAsync("Delivery:PrivateInterval=00:00:00.010");
        var turn = await host.AskAsync("Everything, please");
        turn.Delta(Markdown);
        var last = await host.Ann.ReadAnswerAsync(message => message.Text!.EndsWith('…'), Token);
        Assert.NotNull(last.ReplyMarkup);
        turn.Complete(Markdown);

        var reports = await turn.ReportsAsync();
        Assert.Equal(8, reports.Count(report => report.Report.State == PartState.Placeholder));
        Assert.Equal((8, PartState.Last), (reports[^1].Part, reports[^1].Report.State));
        await Sent.MessagesAsync(host, 9);
    }

    [Fact]
    public async Task ItsDocumentIsNotSentAgainAfterARestart()
    {
        await using var host = await IngressHost.PrepareAsync();
        var turn = host.Dialog.AddTurn(new()
        {
            Id = Guid.CreateVersion7(),
            BotId = 110201543,
            Chat = new ChatAddress(host.Ann.ChatId, ChatKind.Private),
            Delivered = [.. Enumerable.Range(0, 9).Select(part => new DeliveredPart(part, 1000 + part, PartState.Final))],
            Streams = true,
        });
        turn.Complete(Markdown);
        await host.StartIngressAsync();

        Assert.Equal([(8, new PartReport(1008, PartState.Last))], await turn.ReportsAsync());
        Assert.Empty(await host.Playground.Client.BotCallsAsync(chatId: host.Ann.ChatId, cancellationToken: Token));
    }
}
