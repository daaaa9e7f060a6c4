using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;

namespace WisdomWave.Ingress.Tests.Bots;

public sealed class SeveralBotsTests
{
    private const long HomeId = 110201544;
    private const long WorkId = 110201545;
    private const string HomeToken = "110201544:home-token-of-these-tests-0000";
    private const string WorkToken = "110201545:work-token-of-these-tests-0000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARejectedTokenStopsOnlyItsOwnBot()
    {
        await using var host = await IngressHost.PrepareAsync($"Bots:home:Token={HomeToken}", $"Bots:work:Token={WorkToken}");
        await host.FailAsync(new BotFault { Method = "getMe", BotId = WorkId, Status = 401, Times = 100 });
        await host.StartIngressAsync();
        await ReceivesAsync(host, HomeId);

        await host.Ann.With(HomeId).SayAsync("Hello", cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        Assert.Equal(HomeId, turn.Question.Bot.Id);
        turn.Complete("Hello from home!");
        await IngressHost.ReadsAsync(host.Ann.With(HomeId), "Hello from home!");

        await Eventually.HoldsAsync(() => host.Errors.Count > 0, "the rejection is logged");
        Assert.Equal("Degraded", await host.Http.GetStringAsync("/health", Token));
        Assert.Equal(
            ["Telegram rejects the token of work. Set Bots:work:Token to the token shown by @BotFather and restart. Until then, the bot retries once a minute."],
            host.Errors);
        Assert.DoesNotContain(host.Log.All, line => line.Contains("token-of-these-tests", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("getMe", 401, null)]
    [InlineData("getMe", 404, null)]
    [InlineData("getUpdates", 401, null)]
    [InlineData("getUpdates", 404, null)]
    [InlineData("setWebhook", 401, "https://bots.example.org")]
    public async Task ABotRecoversFromATemporarilyRejectedToken(string method, int status, string? publicUrl)
    {
        await using var host = await IngressHost.PrepareAsync(publicUrl is null ? [] : [$"PublicUrl={publicUrl}"]);
        await host.FailAsync(new BotFault { Method = method, Status = status, Times = 3 });
        await host.StartIngressAsync();

        await Eventually.HoldsAsync(() => host.Errors.Count == 1, "the rejection is logged once");
        await Eventually.HoldsAsync(async () => await host.Http.GetStringAsync("/health", Token) == "Healthy", "it recovers");
        Assert.Single(host.Errors);
    }

    [Fact]
    public async Task WhileEveryTokenIsRejectedItIsDegraded()
    {
        await using var host = await IngressHost.PrepareAsync($"Bots:home:Token={HomeToken}");
        await host.FailAsync(new BotFault { Method = "getMe", Status = 401, Times = 1000 });
        await host.StartIngressAsync();

        await Eventually.HoldsAsync(() => host.Errors.Count == 2, "both are rejected");
        Assert.Equal("Degraded", await host.Http.GetStringAsync("/health", Token));
    }

    [Fact]
    public async Task AnAnswerIsSentOnceARejectedTokenIsAcceptedAgain()
    {
        await using var host = await IngressHost.StartAsync();
        var turn = await host.AskAsync("Hello");
        await host.FailAsync(new BotFault { Method = "sendMessage", Status = 401, Times = 2 });
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
    }

    private static Task ReceivesAsync(IngressHost host, long bot) => Eventually.HoldsAsync(
        async () => (await host.Playground.Client.StateAsync(Token)).Bots.Any(known => known.User.Id == bot && known.Online), $"{bot} receives");
}
