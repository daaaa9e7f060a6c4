using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Tests.Configuration;

public sealed class BotListTests
{
    private const string OtherToken = "223456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

    [Fact]
    public void ABotIsNamedByItsNameOrItsKey()
    {
        var (settings, problems) = Read(
            ("Bots:0:Token", TestSettings.Token), ("Bots:0:Name", "Home"), ("Bots:work_2:Token", $" {OtherToken} "), ("TELEGRAM_API_BASE_URL", "http://localhost:8081"));

        Assert.Empty(problems);
        Assert.Equal([new BotSettings("0", "Home", 123456789), new BotSettings("work_2", "work_2", 223456789)], settings.Bots);
        Assert.True(settings.HasTelegram);
    }

    [Fact]
    public void TheFirstTokenAndTheSectionCanBeCombined()
    {
        var (settings, problems) = Read(("TELEGRAM_BOT_TOKEN", TestSettings.Token), ("Bots:home:Token", OtherToken), ("Bots:home:Models:0", "gpt-5-mini"));

        Assert.Empty(problems);
        Assert.Equal(TestSettings.Token, settings.TelegramBotToken);
        Assert.Equal([new BotSettings("home", "home", 223456789)], settings.Bots);
    }

    [Theory]
    [InlineData("Bots:home:Persona", "You are a cook.", "Bots:home:Token is not set; set the token that @BotFather gave you, for example 123456789:AAExample…")]
    [InlineData("Bots:home:Token", "secret", "Bots:home:Token is not a bot token; set the token that @BotFather gave you, for example 123456789:AAExample…")]
    [InlineData("Bots:home", "secret", "Bots:home:Token is not set; set the token that @BotFather gave you, for example 123456789:AAExample…")]
    [InlineData("Bots:my bot:Token", TestSettings.Token, "Bots has an entry whose key is invalid; use letters, digits and single underscores, for example Bots:home.")]
    public void AnInvalidEntryIsReportedInOneSentence(string name, string value, string sentence) =>
        Assert.Equal([sentence], Read((name, value)).Problems);

    [Theory]
    [InlineData("Bots:home:Tokn", "secret", "Bots:home:Tokn is not a bot setting; use Name, Token, ApiBaseUrl, Persona, Model, Models, Access, Budgets, for example Bots:home:Token.")]
    [InlineData("Bots:home:ApiBaseUrl", "localhost", "Bots:home:ApiBaseUrl must be an absolute http or https address, for example https://api.telegram.org.")]
    [InlineData("Bots:home:ApiBaseUrl", "http://me:secret@localhost:8081", "Bots:home:ApiBaseUrl must not contain a user name or password, because addresses are not kept secret; set it without the part before the @, for example https://api.telegram.org.")]
    [InlineData("Bots:home:Model", "gpt-99", "Bots:home:Model names a model that is neither MODEL_NAME nor one of Models; add it there, or set a known one, for example gpt-5-mini.")]
    [InlineData("Bots:home:Models", "gpt-5,gpt-99", "Bots:home:Models names a model that is neither MODEL_NAME nor one of Models; add it there, or set a known one, for example gpt-5-mini.")]
    [InlineData("Bots:work:Token", "123456789:AAOtherOtherOtherOtherOtherOtherOther", "Bots:work:Token is a token of the same bot as Bots:home:Token; give each bot one entry, for example with a new bot's token from @BotFather.")]
    [InlineData("TELEGRAM_BOT_TOKEN", "123456789:AAOtherOtherOtherOtherOtherOtherOther", "Bots:home:Token is a token of the same bot as TELEGRAM_BOT_TOKEN; give each bot one entry, for example with a new bot's token from @BotFather.")]
    public void AnInvalidBotSettingIsReportedInOneSentence(string name, string value, string sentence) =>
        Assert.Equal([sentence], Read(("Bots:home:Token", TestSettings.Token), ("Models:0:Name", "gpt-5"), (name, value)).Problems);

    [Fact]
    public void TwoBotsCannotHaveTheSameName() => Assert.Equal(
        [
            "Bots:bot has the same name as TELEGRAM_BOT_TOKEN; set Bots:bot:Name to a different name, for example bot2.",
            "Bots:home has the same name as TELEGRAM_BOT_TOKEN; set Bots:home:Name to a different name, for example home2.",
        ],
        Read(
            ("TELEGRAM_BOT_TOKEN", TestSettings.Token), ("Bots:bot:Token", OtherToken), ("Bots:home:Token", "323456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"),
            ("Bots:home:Name", "Bot")).Problems);

    private static (Settings Settings, List<string> Problems) Read(params (string Key, string Value)[] values)
    {
        var problems = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value))).Build();
        return (Settings.Read(configuration, "/somewhere/WisdomWave.AppHost", problems), problems);
    }
}
