using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class WebhookTests
{
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";
    private const long BotId = 110201543;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWebhookUpdateIsAnswered()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(proxy);
        (await host.AskAsync("Hello")).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
        // The answer may be sent before the update is confirmed.
        await Eventually.HoldsAsync(() => proxy.Answers is [200], "the update is confirmed once");
    }

    [Fact]
    public async Task TheRegistrationContainsUrlSecretAndTypesButNoToken()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(proxy);
        await host.AskAsync("Hello");
        var info = await TelegramOf(host).GetWebhookInfo(Token);
        Assert.Equal($"{proxy.Address}/telegram/{BotId}", info.Url);
        Assert.Equal(["message", "edited_message", "callback_query", "stopped_message_generation"],
            info.AllowedUpdates!.Select(kind => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString())));
        Assert.Matches("^[A-Za-z0-9_-]{43,256}$", proxy.Secret);
        Assert.DoesNotContain(PlaygroundServer.BotToken[(PlaygroundServer.BotToken.IndexOf(':') + 1)..], info.Url + proxy.Secret, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(host.Log.All, line => line.Contains(proxy.Secret!, StringComparison.Ordinal));
        // The update may arrive before the response to the registration.
        await Eventually.HoldsAsync(async () => await host.Http.GetStringAsync("/health", Token) == "Healthy", "it is healthy");
        // Nothing polls as well.
        Assert.DoesNotContain((await host.Playground.Client.CallLogSummaryAsync(Token)).BotCalls.Keys, call => call.StartsWith("getUpdates", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, BotId, HttpStatusCode.Unauthorized)]
    [InlineData("", BotId, HttpStatusCode.Unauthorized)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", BotId, HttpStatusCode.Unauthorized)]
    [InlineData("секрет", BotId, HttpStatusCode.Unauthorized)]
    [InlineData("right", BotId + 1, HttpStatusCode.NotFound)]
    public async Task AnUnauthorizedUpdateIsRejectedBeforeItsBodyArrives(string? secret, long bot, HttpStatusCode expected)
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(proxy);
        await host.AskAsync("Hello");
        // The body is announced but never sent.
        var status = await PostHeadAsync(host, bot, secret == "right" ? proxy.Secret : secret, contentLength: 1000);
        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task EveryBotHasADifferentSecret()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await PrepareAsync(proxy, "Bots:0:Name=second", "Bots:0:Token=210201543:another-token-of-the-tests");
        await host.StartIngressAsync();
        await host.Ann.With(BotId).SayAsync("Hello", cancellationToken: Token);
        await host.Dialog.NextTurnAsync();
        var ofFirst = proxy.Secret;
        await host.Ann.With(210201543).SayAsync("Hello", cancellationToken: Token);
        await host.Dialog.NextTurnAsync();
        Assert.NotEqual(ofFirst, proxy.Secret);
        Assert.Equal(HttpStatusCode.Unauthorized, await PostHeadAsync(host, BotId, proxy.Secret, contentLength: 1000));
    }

    [Fact]
    public async Task AnOversizedBodyIsRejectedUnread()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(proxy);
        await host.AskAsync("Hello");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostHeadAsync(host, BotId, proxy.Secret, contentLength: 3 * 1024 * 1024));
    }

    [Theory]
    [InlineData("")]
    [InlineData("knock knock")]
    [InlineData("""{"update_id":""")]
    [InlineData("[]")]
    [InlineData("""{"message":{}}""")]
    public async Task AMalformedUpdateIsNotSentAgain(string body)
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(proxy);
        await host.AskAsync("Hello");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, proxy.Secret, body)).StatusCode);
        Assert.Equal(1, host.Updates["malformed"]);
    }

    [Fact]
    public async Task WhileDialogIsUnreachableTelegramKeepsTheUpdate()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(proxy);
        (await host.AskAsync("Hello")).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
        host.Dialog.IsAway = true;
        await host.Ann.SayAsync("Are you there?", cancellationToken: Token);
        await Eventually.HoldsAsync(() => proxy.Answers.Count(status => status == 503) >= 2, "two tries");
        host.Dialog.IsAway = false;
        (await host.Dialog.NextTurnAsync()).Complete("Yes.");
        await host.Ann.ReadAnswerAsync(message => message.Text == "Yes.", Token);
    }

    [Fact]
    public async Task ARepeatedUpdateWithAStaleTurnIsNotDeliveredAgain()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(proxy);
        (await host.AskAsync("Hi")).Complete("Hi!");
        await IngressHost.ReadsAsync(host.Ann, "Hi!");
        var date = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var update = $$$"""{"update_id":900000001,"message":{"message_id":900001,"date":{{{date}}},"chat":{"id":{{{host.Ann.ChatId}}},"type":"private"},"from":{"id":{{{host.Ann.ChatId}}},"is_bot":false,"first_name":"Ann"},"text":"Hello"}}""";
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, proxy.Secret, update)).StatusCode);
        var turn = await host.Dialog.NextTurnAsync();
        turn.Complete("Hello!");
        await turn.ReportsAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, proxy.Secret, update)).StatusCode);
        Assert.Equal(2, turn.Joins);
        (await host.AskAsync("Still there?")).Complete("Yes.");
        await IngressHost.ReadsAsync(host.Ann, "Hi!", "Hello!", "Yes.");
    }

    [Fact]
    public async Task WithoutAFreeSlotTelegramKeepsTheUpdate()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(proxy, "Delivery:MaxConcurrent=1");
        var first = await host.AskAsync("One?");
        await host.Boris.SayAsync("Two?", cancellationToken: Token);
        await Eventually.HoldsAsync(() => proxy.Answers.Contains(503), "the update is rejected");
        first.Complete("One.");
        (await host.Dialog.NextTurnAsync()).Complete("Two.");
        await IngressHost.ReadsAsync(host.Boris, "Two.");
    }

    [Fact]
    public async Task MessagesOfOneChatArePostedInOrderWhenTheirUpdatesArriveTogether()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await PrepareAsync(proxy);
        for (var i = 0; i < 30; i++)
            await (i % 2 == 0 ? host.Ann : host.Boris).SayAsync($"{i}", cancellationToken: Token);
        await host.StartIngressAsync();
        var turns = new List<FakeTurn>();
        for (var i = 0; i < 30; i++)
            turns.Add(await host.Dialog.NextTurnAsync());
        foreach (var chat in turns.GroupBy(turn => turn.Question.Chat.Id))
            Assert.Equal(chat.OrderBy(turn => turn.Question.UpdateId), chat);
    }

    [Fact]
    public async Task SwitchingToPollingAndBackLosesNothing()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await StartAsync(proxy);
        await host.AskAsync("By webhook?");
        await host.StopIngressAsync();

        await host.Ann.SayAsync("By polling?", cancellationToken: Token);
        await host.StartIngressAsync("PublicUrl=");
        Assert.Equal("By polling?", (await host.Dialog.NextTurnAsync()).Question.Text);
        Assert.Equal("", (await TelegramOf(host).GetWebhookInfo(Token)).Url);
        Assert.Single(host.Log.Of(LogLevel.Information), "Deleted the webhook of bot, because PublicUrl is not set; using long polling.");
        Assert.DoesNotContain(host.Warnings, line => line.Contains("cannot receive updates from Telegram", StringComparison.Ordinal));
        Assert.Equal("By polling still?", (await host.AskAsync("By polling still?")).Question.Text);
        await host.StopIngressAsync();

        await host.Ann.SayAsync("By webhook again?", cancellationToken: Token);
        await host.StartIngressAsync($"PublicUrl={proxy.Address}");
        // The poller's last batch was not confirmed when it stopped. It may arrive again, and then joins its turn.
        Assert.Equal("By webhook again?", (await host.Dialog.NextTurnAsync()).Question.Text);
    }

    [Fact]
    public async Task OneBotsFailedRegistrationDoesNotStopTheOthers()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await PrepareAsync(proxy, "Bots:0:Name=second", "Bots:0:Token=210201543:another-token-of-the-tests");
        const string refusal = "Bad Request: bad webhook: Failed to resolve host: Name or service not known";
        await host.FailAsync(new BotFault { Method = "setWebhook", Status = 400, Description = refusal, BotId = 210201543, Times = 2 });
        await host.StartIngressAsync();
        var ann = host.Ann.With(BotId);
        await ann.SayAsync("Hello", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("Hello!");
        await IngressHost.ReadsAsync(ann, "Hello!");

        await host.Ann.With(210201543).SayAsync("And you?", cancellationToken: Token);
        Assert.Equal("And you?", (await host.Dialog.NextTurnAsync()).Question.Text);
        Assert.Equal(
            [$"second cannot receive updates from Telegram: {refusal}. Retrying with increasing delays."],
            host.Warnings);
        // The update may arrive before the response to the registration.
        await Eventually.HoldsAsync(() => host.Log.Of(LogLevel.Information).Contains("second is connected to Telegram again."), "the bot is connected again");
        await Eventually.HoldsAsync(async () => await host.Http.GetStringAsync("/health", Token) == "Healthy", "both bots are healthy");
    }

    [Fact]
    public async Task UndeliveredRepliesAreResumedWithAWebhook()
    {
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var host = await PrepareAsync(proxy);
        host.Dialog.AddTurn(new()
        {
            Id = Guid.CreateVersion7(),
            BotId = BotId,
            Chat = new ChatAddress(host.Ann.ChatId, ChatKind.Private),
            Streams = true,
        }).Complete("Late.");
        await host.StartIngressAsync();
        await IngressHost.ReadsAsync(host.Ann, "Late.");
    }

    [Fact]
    public async Task WithoutAPublicUrlThereIsNoWebhook()
    {
        await using var host = await IngressHost.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(host, "any", "{}")).StatusCode);
    }

    [Theory]
    [InlineData("http://bots.example.org")]
    [InlineData("bots.example.org")]
    [InlineData("https://bots.example.org/?bot=1")]
    public async Task AnInvalidPublicUrlPreventsTheStart(string address)
    {
        var complaint = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var app = IngressApp.Build(
                ["--urls=http://127.0.0.1:0", $"--TELEGRAM_BOT_TOKEN={PlaygroundServer.BotToken}", $"--PublicUrl={address}"],
                builder => builder.Logging.ClearProviders());
            await app.StartAsync(Token);
        });
        Assert.Equal("PublicUrl is not an https URL without a query; a good value is https://bots.example.org.", complaint.Message);
    }

    private static Task<IngressHost> StartAsync(FakeReverseProxy proxy, params IEnumerable<string> settings) => StartedAsync(PrepareAsync(proxy, settings));

    private static async Task<IngressHost> StartedAsync(Task<IngressHost> preparing)
    {
        var host = await preparing;
        await host.StartIngressAsync();
        return host;
    }

    private static async Task<IngressHost> PrepareAsync(FakeReverseProxy proxy, params IEnumerable<string> settings)
    {
        var host = await IngressHost.PrepareAsync([$"PublicUrl={proxy.Address}", .. settings]);
        proxy.Ingresses.Add(() => host.Address);
        return host;
    }

    private static TelegramBotClient TelegramOf(IngressHost host) =>
        new(new TelegramBotClientOptions(PlaygroundServer.BotToken, host.Playground.Address.ToString().TrimEnd('/')));

    private static async Task<HttpResponseMessage> PostAsync(IngressHost host, string? secret, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/telegram/{BotId}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(SecretHeader, secret);
        return await host.Http.SendAsync(request, Token);
    }

    /// <summary>Sends only the head of a request and reads the response.</summary>
    private static async Task<HttpStatusCode> PostHeadAsync(IngressHost host, long bot, string? secret, int contentLength)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port, Token);
        await using var stream = client.GetStream();
        var header = secret is null ? "" : $"{SecretHeader}: {secret}\r\n";
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes($"POST /telegram/{bot} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {contentLength}\r\n{header}\r\n"), Token);
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync(Token).AsTask().WaitAsync(Eventually.Limit);
        return (HttpStatusCode)int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
