namespace WisdomWave.AppHost.Tests;

public sealed class BotEnvironmentTests
{
    private const string OtherToken = "223456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

    private static readonly Settings OneBot = Given.Nothing with { OpenAiApiKey = Given.Key, Bots = [new("my_home", "Home", 123456789)] };

    private static readonly KeyValuePair<string, string?>[] OneSection =
    [
        new("Bots:my_home:Token", Given.Token), new("Bots:my_home:Name", "Home"), new("Bots:my_home:ApiBaseUrl", "http://localhost:8081"),
        new("Bots:my_home:Persona", "You are a cook."), new("Bots:my_home:Model", "gpt-5"), new("Bots:my_home:Models:0", "gpt-5"),
        new("Bots:my_home:Access:Admins", "1,2"), new("Bots:my_home:Budgets:Person:DailyTokens", "1000"),
    ];

    [Fact]
    public async Task IngressGetsTheTokenAsASecretAndNothingOfConversations() =>
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Bots__my_home__ApiBaseUrl"] = "http://localhost:8081",
                ["Bots__my_home__Name"] = "Home",
                ["Bots__my_home__Token"] = "{bots-my-home-token.value}",
                ["DIALOG_HTTP"] = "{dialog.bindings.http.url}",
                ["WISDOMWAVE_SERVICE_KEY"] = "{service-key.value}",
                ["services__dialog__http__0"] = "{dialog.bindings.http.url}",
            },
            await Model.Of(OneBot, Given.BareMachine, OneSection).EnvironmentOf("ingress"));

    [Fact]
    public async Task DialogGetsTheNumberInsteadOfTheToken()
    {
        var environment = await Model.Of(OneBot, Given.BareMachine, OneSection).EnvironmentOf("dialog");

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
        Assert.DoesNotContain(environment.Values, value => value.Contains(Given.Token[10..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheOthersHearNothingOfBots()
    {
        var environment = await Model.Of(OneBot, Given.BareMachine, OneSection).EnvironmentOf("completion");

        Assert.DoesNotContain(environment.Keys, key => key.StartsWith("Bots", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ATokenIsASecretThatIsReadWhenIngressStarts()
    {
        var model = Model.Of(OneBot, Given.BareMachine, OneSection);
        model.Configuration["Bots:my_home:Token"] = OtherToken;
        model.Configuration["Bots:work:Token"] = Given.Token;

        var home = Assert.IsType<ParameterResource>((await model.VariablesOf("ingress"))["Bots__my_home__Token"]);
        var work = Assert.IsType<ParameterResource>((await model.VariablesOf("ingress"))["Bots__work__Token"]);

        Assert.True(home.Secret && work.Secret);
        Assert.Equal(
            [OtherToken, Given.Token],
            [await home.GetValueAsync(TestContext.Current.CancellationToken), await work.GetValueAsync(TestContext.Current.CancellationToken)]);
        Assert.Equal("123456789", (await model.EnvironmentOf("dialog"))["Bots__work__Id"]);
    }

    [Fact]
    public async Task ATokenThatDidNotChangeIsTheRegisteredParameter()
    {
        var model = Model.Of(OneBot, Given.BareMachine, OneSection);

        Assert.Same(model["bots-my-home-token"], (await model.VariablesOf("ingress"))["Bots__my_home__Token"]);
    }

    /// <summary>Aspire keeps the value that a parameter had first, and no two parameters may have one name.</summary>
    [Fact]
    public async Task ATokenThatChangedIsAParameterOfAnotherName()
    {
        var model = Model.Of(OneBot, Given.BareMachine, OneSection);
        await Assert.IsType<ParameterResource>(model["bots-my-home-token"]).GetValueAsync(TestContext.Current.CancellationToken);
        model.Configuration["Bots:my_home:Token"] = OtherToken;

        var home = Assert.IsType<ParameterResource>((await model.VariablesOf("ingress"))["Bots__my_home__Token"]);

        Assert.Equal(
            ("bots-my-home-token-changed", OtherToken, true),
            (home.Name, await home.GetValueAsync(TestContext.Current.CancellationToken), home.Secret));
    }

    [Fact]
    public void BotsOfTheSectionNeedNoPlayground() =>
        Assert.Equal(["cache", "completion", "dialog", "ingress"], Model.Of(OneBot, Given.BareMachine, OneSection).Names);

    [Fact]
    public async Task BesideTheFirstTokenThereIsTheSection()
    {
        var environment = await Model.Of(OneBot with { TelegramBotToken = OtherToken }, Given.BareMachine, OneSection).EnvironmentOf("ingress");

        Assert.Equal(
            ("{telegram-bot-token.value}", "{bots-my-home-token.value}"), (environment["TELEGRAM_BOT_TOKEN"], environment["Bots__my_home__Token"]));
    }
}
