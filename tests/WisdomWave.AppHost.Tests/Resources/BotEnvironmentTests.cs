namespace WisdomWave.AppHost.Tests.Resources;

public sealed class BotEnvironmentTests
{
    private const string OtherToken = "223456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

    private static readonly Settings OneBot = TestSettings.Empty with { OpenAiApiKey = TestSettings.Key, Bots = [new("my_home", "Home", 123456789)] };

    private static readonly KeyValuePair<string, string?>[] OneSection =
    [
        new("Bots:my_home:Token", TestSettings.Token), new("Bots:my_home:Name", "Home"), new("Bots:my_home:ApiBaseUrl", "http://localhost:8081"),
        new("Bots:my_home:Persona", "You are a cook."), new("Bots:my_home:Model", "gpt-5"), new("Bots:my_home:Models:0", "gpt-5"),
        new("Bots:my_home:Access:Admins", "1,2"), new("Bots:my_home:Budgets:Person:DailyTokens", "1000"),
    ];

    [Fact]
    public async Task IngressGetsTheTokenAsASecretAndNoConversationSettings() =>
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Bots__my_home__ApiBaseUrl"] = "http://localhost:8081",
                ["Bots__my_home__Name"] = "Home",
                ["Bots__my_home__Token"] = "{bots-my-home-token.value}",
                ["DIALOG_HTTP"] = "{dialog.bindings.http.url}",
                ["DIALOG_HTTP2"] = "{dialog.bindings.http2.url}",
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
                ["services__dialog__http2__0"] = "{dialog.bindings.http2.url}",
                ["services__dialog__http__0"] = "{dialog.bindings.http.url}",
            },
            await TopologyModel.Of(OneBot, TestSettings.BareMachine, OneSection).EnvironmentOf("ingress"));

    [Fact]
    public async Task DialogGetsTheBotIdInsteadOfTheToken()
    {
        var environment = await TopologyModel.Of(OneBot, TestSettings.BareMachine, OneSection).EnvironmentOf("dialog");

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Bots__my_home__Access__Admins"] = "1,2",
                ["Bots__my_home__Budgets__Person__DailyTokens"] = "1000",
                ["Bots__my_home__Id"] = "123456789",
                ["Bots__my_home__Model"] = "gpt-5",
                ["Bots__my_home__Models__0"] = "gpt-5",
                ["Bots__my_home__Name"] = "Home",
                ["Bots__my_home__Persona"] = "You are a cook.",
            },
            environment.Where(variable => variable.Key.StartsWith("Bots", StringComparison.Ordinal)).ToDictionary());
        Assert.DoesNotContain(environment.Values, value => value.Contains(TestSettings.Token[10..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task CompletionGetsNoBotSettings()
    {
        var environment = await TopologyModel.Of(OneBot, TestSettings.BareMachine, OneSection).EnvironmentOf("completion");

        Assert.DoesNotContain(environment.Keys, key => key.StartsWith("Bots", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ATokenIsASecretAndIsReadWhenIngressStarts()
    {
        var model = TopologyModel.Of(OneBot, TestSettings.BareMachine, OneSection);
        model.Configuration["Bots:my_home:Token"] = OtherToken;
        model.Configuration["Bots:work:Token"] = TestSettings.Token;

        var home = Assert.IsType<ParameterResource>((await model.VariablesOf("ingress"))["Bots__my_home__Token"]);
        var work = Assert.IsType<ParameterResource>((await model.VariablesOf("ingress"))["Bots__work__Token"]);

        Assert.True(home.Secret && work.Secret);
        Assert.Equal(
            [OtherToken, TestSettings.Token],
            [await home.GetValueAsync(TestContext.Current.CancellationToken), await work.GetValueAsync(TestContext.Current.CancellationToken)]);
        Assert.Equal("123456789", (await model.EnvironmentOf("dialog"))["Bots__work__Id"]);
    }

    [Fact]
    public async Task AnUnchangedTokenIsTheRegisteredParameter()
    {
        var model = TopologyModel.Of(OneBot, TestSettings.BareMachine, OneSection);

        Assert.Same(model["bots-my-home-token"], (await model.VariablesOf("ingress"))["Bots__my_home__Token"]);
    }

    /// <summary>Aspire keeps a parameter's first value, and parameter names must be unique.</summary>
    [Fact]
    public async Task AChangedTokenIsAParameterWithAnotherName()
    {
        var model = TopologyModel.Of(OneBot, TestSettings.BareMachine, OneSection);
        await Assert.IsType<ParameterResource>(model["bots-my-home-token"]).GetValueAsync(TestContext.Current.CancellationToken);
        model.Configuration["Bots:my_home:Token"] = OtherToken;

        var home = Assert.IsType<ParameterResource>((await model.VariablesOf("ingress"))["Bots__my_home__Token"]);

        Assert.Equal(
            ("bots-my-home-token-changed", OtherToken, true),
            (home.Name, await home.GetValueAsync(TestContext.Current.CancellationToken), home.Secret));
    }

    [Fact]
    public void BotsInTheSectionNeedNoPlayground() =>
        Assert.Equal(["cache", "completion", "dialog", "ingress"], TopologyModel.Of(OneBot, TestSettings.BareMachine, OneSection).Names);

    [Fact]
    public async Task TheFirstTokenAndTheSectionArePassedTogether()
    {
        var environment = await TopologyModel.Of(OneBot with { TelegramBotToken = OtherToken }, TestSettings.BareMachine, OneSection).EnvironmentOf("ingress");

        Assert.Equal(
            ("{telegram-bot-token.value}", "{bots-my-home-token.value}"), (environment["TELEGRAM_BOT_TOKEN"], environment["Bots__my_home__Token"]));
    }
}
