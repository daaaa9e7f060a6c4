using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Tests;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>A reply that crashes every process does not block the others.</summary>
public sealed class RedeliveryTests
{
    private const string Sentence = "I could not send it.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs answers that used to crash the process.</summary>
    [Fact]
    public async Task HostileAnswersDoNotCrashIngress()
    {
        await using var dialog = await RealDialog.StartAsync();
        await using var environment = await IngressHost.PrepareAsync(dialog.Setting);
        using var ingress = await IngressProcess.StartAsync(environment.Settings);
        foreach (var mark in new[] { "*", "_", "[", ">", "~~a", "1. " })
        {
            dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(Many(mark, 23_000) + "x" + Many(mark, 23_000));
            await environment.Ann.SayAsync("Hostile " + mark, cancellationToken: Token);
            await environment.Ann.ReadAnswerAsync(_ => true, Token);
            await Eventually.HoldsAsync(async () => (await dialog.UndeliveredAsync()).Count == 0, "the hostile answer is delivered");
        }

        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("Yes.");
        await environment.Ann.SayAsync("Still there?", cancellationToken: Token);
        await environment.Ann.ReadAnswerAsync(message => message.Text == "Yes.", Token);
        Assert.False(ingress.HasExited);
    }

    [Fact]
    public async Task EachCrashWhileResumingAReplyIsCounted()
    {
        await using var dialog = await RealDialog.StartAsync();
        await using var environment = await IngressHost.PrepareAsync(dialog.Setting);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        await environment.FailAsync(new() { Method = "sendMessage", Kind = BotFaultKind.Hang, Times = 1000 });
        using (var first = await IngressProcess.StartAsync(environment.Settings))
        {
            await environment.Ann.SayAsync("Hello", cancellationToken: Token);
            await SentAsync(environment, 1);
            first.Kill();
        }

        Assert.Equal(0, Assert.Single(await dialog.UndeliveredAsync()).Redeliveries);
        for (var death = 1; death <= 2; death++)
        {
            // An earlier process may have sent more than once.
            var before = (await SendsAsync(environment)).Count;
            using var next = await IngressProcess.StartAsync(environment.Settings);
            await SentAsync(environment, before + 1);
            next.Kill();
            Assert.Equal(death, Assert.Single(await dialog.UndeliveredAsync()).Redeliveries);
        }
    }

    [Theory]
    [InlineData(0, "bold", true)]
    [InlineData(1, "bold", true)]
    [InlineData(2, "**bold**", false)]
    [InlineData(3, "**bold**", false)]
    [InlineData(4, Sentence, false)]
    public async Task AReplyThatCrashedSeveralProcessesIsSentPlainAndThenGivenUp(int before, string expected, bool isFormatted)
    {
        await using var host = await IngressHost.PrepareAsync();
        var turn = Left(host, before, "**bold**");
        var other = Left(host, before: 0, "other", chat: host.Boris.ChatId);
        await host.StartIngressAsync();

        await turn.ReportsAsync();
        await other.ReportsAsync();

        await IngressHost.ReadsAsync(host.Ann, expected);
        await IngressHost.ReadsAsync(host.Boris, "other");
        Assert.Equal(isFormatted, (await host.Ann.ReadAllAsync()).Single(message => message.From!.IsBot).Entities?.Any() == true);
        Assert.Equal(before >= 4, host.Errors.Any(line => line.StartsWith($"The reply of turn {turn.Turn.Id} is given up", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AReplyThatDialogCannotCountIsStillDelivered()
    {
        await using var host = await IngressHost.PrepareAsync();
        host.Dialog.FailsToCount = true;
        var turn = Left(host, before: 0, "**bold**");
        await host.StartIngressAsync();

        await turn.ReportsAsync();

        await IngressHost.ReadsAsync(host.Ann, "bold");
    }

    [Fact]
    public async Task PartsAlreadySentOfAGivenUpReplyStay()
    {
        await using var host = await IngressHost.PrepareAsync();
        var turn = Left(host, before: 4, $"{new string('a', 3000)}\n\n{new string('b', 3000)}", delivered: [new DeliveredPart(0, 999_999, PartState.Final)]);
        await host.StartIngressAsync();

        Assert.Equal((1, PartState.Last), (await turn.ReportsAsync()).Select(report => (report.Part, report.Report.State)).Last());
        await IngressHost.ReadsAsync(host.Ann, Sentence);
    }

    [Fact]
    public async Task ACleanShutdownIsNotCounted()
    {
        await using var host = await IngressHost.PrepareAsync();
        var turn = Left(host, before: 0, "Hello!");
        await host.FailAsync(new() { Method = "sendMessage", Status = 429, RetryAfter = 60 });
        await host.StartIngressAsync();
        await SentAsync(host, 1);

        await host.StopIngressAsync();

        Assert.Equal([turn.Turn.Id], host.Dialog.Counted);
        Assert.Equal([turn.Turn.Id], host.Dialog.TakenBack);
    }

    private static FakeTurn Left(IngressHost host, int before, string reply, long? chat = null, IReadOnlyList<DeliveredPart>? delivered = null)
    {
        var turn = host.Dialog.AddTurn(new()
        {
            Id = Guid.CreateVersion7(),
            BotId = 110201543,
            Chat = new ChatAddress(chat ?? host.Ann.ChatId, ChatKind.Private),
            Delivered = delivered ?? [],
            Streams = true,
        });
        host.Dialog.Redelivered[turn.Turn.Id] = new Redelivery(before, Sentence);
        turn.Complete(reply);
        return turn;
    }

    private static Task SentAsync(IngressHost host, int times) => Eventually.HoldsAsync(
        async () => (await SendsAsync(host)).Count >= times, $"send {times} has started");

    private static Task<IReadOnlyList<BotCallRecord>> SendsAsync(IngressHost host) =>
        host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token);

    private static string Many(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));
}
