using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>Files sent with a reply.</summary>
public sealed class DocumentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachFileFollowsTheTextAsAPart()
    {
        await using var host = await StartAsync(("a", "# Conversation"), ("b", "{}"));
        var turn = await host.AskAsync("/export");
        turn.Complete(new Reply("Here it is.") { Documents = [Document("a", "conversation.md"), Document("b", "диалог.json")] });

        var reports = await turn.ReportsAsync();
        var messages = await Sent.MessagesAsync(host, 3);
        Assert.Equal(["Here it is.", null, null], messages.Select(message => message.Text));
        Assert.Equal(["conversation.md", "диалог.json"], messages.Skip(1).Select(message => message.Document!.FileName));
        Assert.Equal("# Conversation", await Sent.TextOfAsync(host, messages[1]));
        Assert.Equal("{}", await Sent.TextOfAsync(host, messages[2]));
        Assert.Equal(
            [
                (0, new PartReport(messages[0].MessageId, PartState.Final)),
                (1, new PartReport(messages[1].MessageId, PartState.Final)),
                (2, new PartReport(messages[2].MessageId, PartState.Last)),
            ],
            reports);
    }

    [Fact]
    public async Task AReplyMayBeAFileWithoutText()
    {
        await using var host = await StartAsync(("a", "text"));
        var turn = await host.AskAsync("/export");
        turn.Complete(new Reply("") { Documents = [Document("a", "conversation.md")] });
        var report = Assert.Single(await turn.ReportsAsync());
        var message = (await Sent.MessagesAsync(host, 1))[0];
        Assert.Equal((0, new PartReport(message.MessageId, PartState.Last)), report);
    }

    [Fact]
    public async Task AFileReplacesStreamedText()
    {
        await using var host = await StartAsync(("a", "text"));
        host.Dialog.Streams = true;
        var turn = await host.AskAsync("Export, please");
        turn.Delta("One moment");
        await host.Ann.ReadAnswerAsync(message => message.Text == "One moment", Token);
        turn.Complete(new Reply("") { Documents = [Document("a", "conversation.md")] });
        await turn.ReportsAsync();
        Assert.Equal("conversation.md", (await Sent.MessagesAsync(host, 1))[0].Document?.FileName);
    }

    [Theory]
    [InlineData(BotFaultKind.Cut, 0)]
    [InlineData(BotFaultKind.Answer, 502)]
    [InlineData(BotFaultKind.Answer, 429)]
    public async Task AFileIsSentAgainAfterTelegramFailed(BotFaultKind kind, int status)
    {
        await using var host = await StartAsync(("a", "text"));
        var turn = await host.AskAsync("/export");
        await host.FailAsync(new() { Method = "sendDocument", Kind = kind, Status = status, RetryAfter = 1 });
        turn.Complete(new Reply("") { Documents = [Document("a", "conversation.md")] });
        await turn.ReportsAsync();
        Assert.Equal("text", await Sent.TextOfAsync(host, (await Sent.MessagesAsync(host, 1))[0]));
    }

    [Fact]
    public async Task AFileIsFetchedOnceDialogIsReachable()
    {
        await using var host = await StartAsync();
        host.Dialog.Files["a"] = [(byte)'a'];
        host.Dialog.AreFilesAway = true;
        var turn = await host.AskAsync("/export");
        turn.Complete(new Reply("Here it is.") { Documents = [Document("a", "conversation.md")] });
        await Eventually.HoldsAsync(() => host.Dialog.RefusedFiles > 2, "the file is requested while dialog is unreachable");
        host.Dialog.AreFilesAway = false;
        Assert.Equal([(0, PartState.Final), (1, PartState.Last)], (await turn.ReportsAsync()).Select(report => (report.Part, report.Report.State)));
        Assert.Equal("a", await Sent.TextOfAsync(host, (await Sent.MessagesAsync(host, 2))[1]));
    }

    [Fact]
    public async Task AMissingFileDoesNotHoldBackTheOthers()
    {
        await using var host = await StartAsync(("b", "text"), ("empty", ""));
        var turn = await host.AskAsync("/export");
        turn.Complete(new Reply("Here.") { Documents = [Document("gone", "gone.md"), Document("b", "b.md"), Document("empty", "empty.md")] });
        var reports = await turn.ReportsAsync();
        var messages = await Sent.MessagesAsync(host, 2);
        Assert.Equal([null, "b.md"], messages.Select(message => message.Document?.FileName));
        Assert.Equal(
            [
                (0, new PartReport(messages[0].MessageId, PartState.Final)),
                (1, new PartReport(0, PartState.Final)),
                (2, new PartReport(messages[1].MessageId, PartState.Final)),
                (3, new PartReport(0, PartState.Last)),
            ],
            reports);
    }

    [Fact]
    public async Task AFileThatDialogAlwaysFailsToReturnIsSkippedAfterFiveTries()
    {
        await using var host = await StartAsync(("b", "text"));
        host.Dialog.BrokenFiles.Enqueue("broken");
        var turn = await host.AskAsync("/export");
        turn.Complete(new Reply("Here.") { Documents = [Document("broken", "broken.md"), Document("b", "b.md")] });

        Assert.Equal(
            [(0, PartState.Final), (1, PartState.Final), (2, PartState.Last)], (await turn.ReportsAsync()).Select(report => (report.Part, report.Report.State)));
        Assert.Equal([null, "b.md"], (await Sent.MessagesAsync(host, 2)).Select(message => message.Document?.FileName));
        Assert.Equal(5, host.Dialog.RefusedFiles);
    }

    private static async Task<IngressHost> StartAsync(params (string Name, string Text)[] files)
    {
        var host = await IngressHost.StartAsync();
        // An export is a command.
        host.Dialog.Streams = false;
        foreach (var (name, text) in files)
            host.Dialog.Files[name] = System.Text.Encoding.UTF8.GetBytes(text);
        return host;
    }

    private static ReplyDocument Document(string name, string fileName) => new(fileName, "text/markdown", $"files/{name}");
}
