using System.Diagnostics;
using WisdomWave.Contracts.Dialog;
using WisdomWave.EndToEnd.Faults;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Traces;

/// <summary>The traces that the services export, as an operator sees them in the dashboard.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>No limit that depends on time matters, so that a slow machine makes the same calls.</summary>
    private static readonly Dictionary<string, string> Unhurried = new()
    {
        ["Delivery__FirstTextDelay"] = "00:10:00",
        ["Delivery__PrivateInterval"] = "00:00:00.001",
        ["Cache__Timeout"] = "00:01:00",
        ["Merging__QuietTime"] = "00:00:30",
    };

    private const string AnswerInTwoParts = """
        ingress: receive update bot=bot
          ingress: POST
            dialog: POST /messages
              dialog: accept message
                dialog: commit
                dialog: turn turn.outcome=answered
                  dialog: POST
                    completion: POST /completions answer.source=Provider
                      completion: chat gpt-5-mini
                        completion: POST
                      completion: look in cache cache.result=Miss
                      completion: store in cache cache.result=Stored
                  dialog: commit
          ingress: deliver answer bot=bot delivery.outcome=Delivered
            ingress: deliver part 1
              ingress: report parts
                ingress: POST
                  dialog: POST /part-reports
                    dialog: commit
              ingress: sendMessage
            ingress: deliver part 2
              ingress: report parts
                ingress: POST
                  dialog: POST /part-reports
                    dialog: commit
              ingress: sendMessage
            ingress: report parts
              ingress: POST
                dialog: POST /part-reports
                  dialog: commit
            ingress: report parts
              ingress: POST
                dialog: POST /part-reports
                  dialog: commit

        """;

    private const string ShortAnswer = """
        ingress: receive update bot=bot
          ingress: POST
            dialog: POST /messages
              dialog: accept message
                dialog: commit
                dialog: turn turn.outcome=answered
                  dialog: POST
                    completion: POST /completions answer.source=Provider
                      completion: chat gpt-5-mini
                        completion: POST
                      completion: look in cache cache.result=Miss
                      completion: store in cache cache.result=Stored
                  dialog: commit
          ingress: deliver answer bot=bot delivery.outcome=Delivered
            ingress: deliver part 1
              ingress: report parts
                ingress: POST
                  dialog: POST /part-reports
                    dialog: commit
              ingress: sendMessage
            ingress: report parts
              ingress: POST
                dialog: POST /part-reports
                  dialog: commit

        """;

    /// <summary>The question is asked again, past the cache, and the answer takes the place of the one before.</summary>
    private const string AnswerAgain = """
        ingress: receive update bot=bot
          ingress: POST
            dialog: POST /presses
              dialog: answer again
                dialog: commit
                dialog: turn turn.outcome=answered
                  dialog: POST
                    completion: POST /completions answer.source=Provider
                      completion: chat gpt-5-mini
                        completion: POST
                  dialog: commit
          ingress: answerCallbackQuery
          ingress: deliver answer bot=bot delivery.outcome=Delivered
            ingress: GET
              dialog: GET /turns/{turnId:guid}/events
            ingress: deliver part 1
              ingress: editMessageText
            ingress: report parts
              ingress: POST
                dialog: POST /part-reports
                  dialog: commit

        """;

    private readonly string _data = Directory.CreateTempSubdirectory("wisdomwave-traces-").FullName;
    private SpanCollector _collector = null!;

    public async ValueTask InitializeAsync() => _collector = await SpanCollector.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task AnAnswerIsOneTraceFromItsUpdateToItsLastPart()
    {
        await using var fleet = await StartAsync();
        var person = await fleet.Outside.Client.AddPersonAsync("Ann", "en", Token);
        foreach (var service in fleet.Services)
            await fleet.MetricsAsync(service, Token);

        await person.SayAsync("long 12 about xyzzy", cancellationToken: Token);
        Assert.Equal(2, (await person.ReadAnswersAsync(Token)).Count);

        var trace = (await SpanAsync(span => span.Name == "receive update")).TraceId;
        await UntilExportedAsync(trace, AnswerInTwoParts);
        var spans = _collector.Of(trace);
        // The test asks dialog whether the answer is delivered. Polls, health checks, scrapes and calls of the services themselves have no spans.
        Assert.All(_collector.All.Except(spans), other => Assert.Equal(("WisdomWave.Dialog", "GET /bots/{botId:long}/turns"), (other.Service, other.Name)));
        Assert.Equal(
            spans.Single(span => span.Name == "turn").Attributes["wisdomwave.turn.id"],
            spans.Single(span => span.Name == "deliver answer").Attributes["wisdomwave.turn.id"]);

        var chat = spans.Single(span => span.Name == "chat gpt-5-mini").Attributes;
        Assert.Equal(("chat", "gpt-5-mini"), (chat["gen_ai.operation.name"], chat["gen_ai.request.model"]));
        Assert.InRange(int.Parse(chat["gen_ai.usage.output_tokens"], System.Globalization.CultureInfo.InvariantCulture), 1, int.MaxValue);
        Assert.DoesNotContain(chat.Keys, key => key.Contains("messages", StringComparison.Ordinal) || key.Contains("instructions", StringComparison.Ordinal));
        foreach (var secret in (string[])["xyzzy", "Paragraph 1 of", PlaygroundServer.BotToken.Split(':')[1], Fleet.ApiKey])
            Assert.DoesNotContain(secret, _collector.Bytes);
        Assert.DoesNotContain(spans.SelectMany(span => span.Attributes.Values), value => value.Contains($"{person.Id}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnUpdateOfAWebhookIsOneTraceBelowTelegramsRequest()
    {
        await using var fleet = await StartAsync(hasWebhook: true);
        var person = await fleet.Outside.Client.AddPersonAsync("Ann", "en", Token);

        await person.SayAsync("What is 1 + 1?", cancellationToken: Token);
        await person.ReadAnswersAsync(Token);

        var trace = (await SpanAsync(span => span.Name == "receive update")).TraceId;
        await UntilExportedAsync(trace, "ingress: POST /telegram/{botId:long}\n" + Indented(ShortAnswer));
    }

    [Fact]
    public async Task APressedButtonIsOneTraceFromItsUpdateToTheChangedAnswer()
    {
        await using var fleet = await StartAsync();
        var person = await fleet.Outside.Client.AddPersonAsync("Ann", "en", Token);
        await person.SayAsync("What is 1 + 1?", cancellationToken: Token);
        var answer = (await person.ReadAnswersAsync(Token))[^1];
        var asked = (await SpanAsync(span => span.Name == "receive update")).TraceId;
        await UntilExportedAsync(asked, ShortAnswer);

        await person.PressAsync(answer, answer.ReplyMarkup!.InlineKeyboard!.SelectMany(row => row).Select(button => button.CallbackData!).Single(data => data.StartsWith(ButtonData.Regenerate, StringComparison.Ordinal)), Token);

        var pressed = (await SpanAsync(span => span.Name == "receive update" && span.TraceId != asked)).TraceId;
        await UntilExportedAsync(pressed, AnswerAgain);
    }

    [Fact]
    public async Task AnAnswerThatJoinsACallInFlightLinksToTheTraceOfThatCall()
    {
        await using var fleet = await StartAsync(new() { ["Delivery__FirstTextDelay"] = "00:00:00.020" });
        var client = fleet.Outside.Client;
        var (first, second) = (await client.AddPersonAsync("Ann", "en", Token), await client.AddPersonAsync("Kim", "en", Token));
        await client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = 20, Contains = "xyzzy" }, Token);
        await first.SayAsync("long 2 about xyzzy", cancellationToken: Token);
        await first.ReadAnswerAsync(message => message.Text?.Length > 20, Token);
        var called = (await SpanAsync(span => span.Name == "receive update")).TraceId;
        await second.SayAsync("long 2 about xyzzy", cancellationToken: Token);
        await second.ReadAnswerAsync(message => message.Text?.Length > 20, Token);

        await client.ClearFaultsAsync(Token);
        await first.ReadAnswersAsync(Token);
        await second.ReadAnswersAsync(Token);

        var joined = await SpanAsync(span => span.Name == "POST /completions" && span.TraceId != called);
        Assert.Equal(("Joined", called), (joined.Attributes["wisdomwave.answer.source"], Assert.Single(joined.Links)));
        Assert.Equal(called, (await SpanAsync(span => span.Name == "chat gpt-5-mini")).TraceId);
        await SpanAsync(span => span.Name == "deliver answer" && span.TraceId == joined.TraceId);
        Assert.Single(_collector.All, span => span.Name == "chat gpt-5-mini");
    }

    [Fact]
    public async Task AfterACrashTheTurnAndItsDeliveryLinkToTheFirstTrace()
    {
        await using var fleet = await StartAsync(new() { ["Delivery__FirstTextDelay"] = "00:00:00.020" });
        var person = await fleet.Outside.Client.AddPersonAsync("Ann", "en", Token);
        await fleet.Outside.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = 20, Contains = "xyzzy" }, Token);
        await person.SayAsync("long 2 about xyzzy", cancellationToken: Token);
        await person.ReadAnswerAsync(message => message.Text?.Length > 20, Token);
        // Kills lose what is not exported yet.
        var first = (await SpanAsync(span => span.Name == "accept message")).TraceId;
        await SpanAsync(span => span.Name == "receive update");

        await fleet.Ingress.KillAsync();
        await fleet.Dialog.KillAsync();
        await fleet.Outside.Client.ClearFaultsAsync(Token);
        fleet.Dialog.Start();
        await fleet.Dialog.UntilReadyAsync(Token);
        fleet.Ingress.Start();
        await fleet.Ingress.UntilReadyAsync(Token);
        await person.ReadAnswersAsync(Token);

        var turn = await SpanAsync(span => span is { Name: "turn", ParentId: "" });
        var delivery = await SpanAsync(span => span is { Name: "deliver answer", ParentId: "" });
        Assert.Equal([first], turn.Links);
        Assert.Equal([first], delivery.Links);
        Assert.Equal(("1", "answered"), (turn.Attributes["wisdomwave.turn.restarts"], turn.Attributes["wisdomwave.turn.outcome"]));
        Assert.Equal(("true", "Delivered"), (delivery.Attributes["wisdomwave.delivery.resumed"], delivery.Attributes["wisdomwave.delivery.outcome"]));
        var resumed = await LogLineAsync("dialog", "is resumed after a restart");
        Assert.Contains(first, resumed, StringComparison.Ordinal);
        Assert.Contains($"\"@tr\":\"{turn.TraceId}\"", resumed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MessagesThatBecomeOneQuestionLink()
    {
        await using var fleet = await StartAsync();
        var person = await fleet.Outside.Client.AddPersonAsync("Ann", "en", Token);

        await person.SayAsync(new string('x', 4000) + " " + new string('y', 1000), cancellationToken: Token);
        await person.ReadAnswersAsync(Token);

        var turn = await SpanAsync(span => span is { Name: "turn", Links.Count: 1 });
        var merged = await SpanAsync(span => span is { Name: "accept message", Links.Count: 1 });
        Assert.NotEqual(turn.TraceId, merged.TraceId);
        Assert.Equal((merged.TraceId, turn.TraceId), (Assert.Single(turn.Links), Assert.Single(merged.Links)));
        Assert.Single(_collector.All, span => span.Name == "turn");
    }

    [Fact]
    public async Task AFailedAnswerIsFoundFromStatsToItsLogLinesAndItsTrace()
    {
        await using var fleet = await StartAsync(new() { ["Tracing__Ratio"] = "0", ["Access__Admins"] = $"{PlaygroundClient.AnnId}" });
        var ann = fleet.Outside.Ann;
        await ann.SayAsync("What is 1 + 1?", cancellationToken: Token);
        await ann.ReadAnswersAsync(Token);
        await fleet.Outside.Client.FailAsync(new ModelFault { Code = "invalid_api_key", Contains = "xyzzy" }, Token);
        await ann.SayAsync("About xyzzy", cancellationToken: Token);
        await ann.ReadAnswersAsync(Token);

        await ann.SayAsync("/stats", cancellationToken: Token);
        var stats = (await ann.ReadAnswerAsync(Token)).Text!;

        var turn = await SpanAsync(span => span.Name == "turn");
        Assert.Contains($"KeyRejected, turn {turn.Attributes["wisdomwave.turn.id"]}, trace {turn.TraceId}", stats, StringComparison.Ordinal);

        await LogLineAsync("dialog", turn.TraceId);
        await LogLineAsync("completion", turn.TraceId);
        var lines = await SearchLogsAsync(turn.TraceId);
        Assert.Contains("got no answer: KeyRejected", lines, StringComparison.Ordinal);
        Assert.Contains("gpt-5-mini failed after", lines, StringComparison.Ordinal);

        foreach (var failed in (string[])["POST /completions", "turn", "deliver answer"])
            Assert.True((await SpanAsync(span => span.Name == failed)).IsFailed, $"{failed} is marked as failed.");
        Assert.Single(_collector.All.Select(span => span.TraceId).Distinct());
        await SpanAsync(span => span.Name == "receive update");
    }

    private Task<Fleet> StartAsync(Dictionary<string, string>? settings = null, bool hasWebhook = false)
    {
        Dictionary<string, string> all = new(Unhurried) { ["Logging__Files__Directory"] = Path.Combine(_data, "logs") };
        foreach (var (name, value) in _collector.Settings.Concat(settings ?? []))
            all[name] = value;
        return Fleet.StartAsync(Token, _data, all, hasWebhook: hasWebhook);
    }

    private Task UntilExportedAsync(string trace, string tree)
    {
        var exported = "";
        return Eventually.HoldsAsync(() => (exported = SpanTree.Of(_collector.Of(trace))) == tree, () => $"the trace is exported; there is\n{exported}");
    }

    private static string Indented(string tree) => string.Concat(tree.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"  {line}\n"));

    private Task<ExportedSpan> SpanAsync(Func<ExportedSpan, bool> fits, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(fits))] string what = "") => Eventually.GetAsync(
        () => Task.FromResult(_collector.All.FirstOrDefault(fits)), () => $"a span is exported for which {what}; there are\n{SpanTree.Of(_collector.All)}");

    private Task<string> LogLineAsync(string service, string words) => Eventually.GetAsync(
        async () =>
        {
            foreach (var file in Directory.GetFiles(Path.Combine(_data, "logs"), $"*{service}*.json", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive }))
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream);
                var lines = (await reader.ReadToEndAsync(Token)).Split('\n');
                if (lines.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) is { } found)
                    return found;
            }

            return null;
        },
        $"the log of {service} has a line with {words}");

    /// <summary>As docs/operations.md says.</summary>
    private async Task<string> SearchLogsAsync(string words)
    {
        // …/tests/WisdomWave.EndToEnd/bin/Debug/net10.0/ → Debug/net10.0
        var output = Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "WisdomWave.EndToEnd", "bin"), AppContext.BaseDirectory);
        var appHost = Path.Combine(Repository.Root, "WisdomWave.AppHost", "bin", output, "WisdomWave.AppHost.dll");
        using var search = Process.Start(new ProcessStartInfo("dotnet", [appHost, "logs", words])
        {
            RedirectStandardOutput = true,
            Environment = { ["WISDOMWAVE_DATA_DIR"] = _data },
        })!;
        var lines = await search.StandardOutput.ReadToEndAsync(Token);
        await search.WaitForExitAsync(Token);
        return lines;
    }
}
