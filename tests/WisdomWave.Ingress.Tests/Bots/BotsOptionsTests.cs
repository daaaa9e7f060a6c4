using Microsoft.Extensions.Configuration;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Tests.Bots;

public sealed class BotsOptionsTests
{
    private const string Token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";
    private const string OtherToken = "223456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";
    private const string GoodToken = "Set it to the token from @BotFather, for example 123456789:AAExample….";

    [Fact]
    public void OneTokenConfiguresOneBot() => Assert.Equivalent(
        new[] { new BotOptions { Name = "bot", Token = Token, TokenSetting = "TELEGRAM_BOT_TOKEN", ApiBaseUrl = "http://localhost:8081", ApiBaseUrlSetting = "TELEGRAM_API_BASE_URL" } },
        Read(("TELEGRAM_BOT_TOKEN", Token), ("TELEGRAM_API_BASE_URL", "http://localhost:8081")).Bots,
        strict: true);

    [Fact]
    public void AListConfiguresSeveralBots() => Assert.Equivalent(
        new[]
        {
            new BotOptions { Name = "home", Token = Token, TokenSetting = "Bots:0:Token", ApiBaseUrl = "http://localhost:8081", ApiBaseUrlSetting = "Bots:0:ApiBaseUrl" },
            new BotOptions { Name = "1", Token = OtherToken, TokenSetting = "Bots:1:Token", ApiBaseUrlSetting = "TELEGRAM_API_BASE_URL" },
        },
        Read(("Bots:0:Name", "home"), ("Bots:0:Token", Token), ("Bots:0:ApiBaseUrl", "http://localhost:8081"), ("Bots:1:Token", OtherToken)).Bots,
        strict: true);

    [Fact]
    public void WithoutABotTheErrorNamesTheSetting() => Assert.Equal($"TELEGRAM_BOT_TOKEN is not set. {GoodToken}", Complaint());

    [Theory]
    [InlineData("abc")]
    [InlineData("123456789")]
    [InlineData("123456789:short")]
    [InlineData("12345:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0")]
    [InlineData("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PAL Dsaw0")]
    [InlineData("x123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0")]
    public void AMalformedTokenNamesItsSettingAndIsNotRepeated(string token)
    {
        Assert.Equal($"TELEGRAM_BOT_TOKEN is not a valid bot token. {GoodToken}", Complaint(("TELEGRAM_BOT_TOKEN", token)));
        Assert.Equal($"Bots:0:Token is not a valid bot token. {GoodToken}", Complaint(("Bots:0:Token", token)));
    }

    [Theory]
    [InlineData("localhost:8081")]
    [InlineData("ftp://localhost")]
    [InlineData("https://example.org/bot-api?token=1")]
    [InlineData("https://user:password@example.org")]
    [InlineData("https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0/getMe")]
    [InlineData("https://example.org/bot-api/file/bot123456789:AAH")]
    public void AnInvalidUrlNamesItsSetting(string address) => Assert.Equal(
        "TELEGRAM_API_BASE_URL is not a valid server URL. Use a URL like http://localhost:8081, without a token or query, or remove it to use Telegram's own server.",
        Complaint(("TELEGRAM_BOT_TOKEN", Token), ("TELEGRAM_API_BASE_URL", address)));

    [Theory]
    [InlineData("http://localhost:8081", "")]
    [InlineData("http://localhost:8081/", "")]
    [InlineData("https://example.org/bot-api", "/bot-api")]
    [InlineData("https://example.org/a/bots/", "/a/bots")]
    public void AUrlMayHaveAPath(string address, string path)
    {
        Assert.Null(Complaint(("TELEGRAM_BOT_TOKEN", Token), ("TELEGRAM_API_BASE_URL", address)));
        Assert.Equal(path, Read(("TELEGRAM_BOT_TOKEN", Token), ("TELEGRAM_API_BASE_URL", address)).Bots.Single().ApiBasePath);
    }

    [Fact]
    public void AnInvalidUrlOfOneBotNamesThatBotsSetting() => Assert.Equal(
        "Bots:home:ApiBaseUrl is not a valid server URL. Use a URL like http://localhost:8081, without a token or query, or remove it to use Telegram's own server.",
        Complaint(("Bots:home:Token", Token), ("Bots:home:ApiBaseUrl", "localhost")));

    [Fact]
    public void BotNamesMustBeUnique() => Assert.Equal(
        "Bots:1:Token and Bots:0:Token belong to bots with the same name. Give each bot a unique Name.",
        Complaint(("Bots:0:Token", Token), ("Bots:0:Name", "home"), ("Bots:1:Token", OtherToken), ("Bots:1:Name", "Home")));

    [Fact]
    public void ABotMayBeConfiguredOnlyOnce() => Assert.Equal(
        "Bots:0:Token and TELEGRAM_BOT_TOKEN are tokens of the same bot. Configure each bot once.",
        Complaint(("TELEGRAM_BOT_TOKEN", Token), ("Bots:0:Token", Token)));

    private static string? Complaint(params (string Key, string Value)[] settings) =>
        new BotsOptionsValidator().Validate(null, Read(settings)).FailureMessage;

    private static BotsOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var options = new BotsOptions();
        new ConfigureBots(configuration).Configure(options);
        return options;
    }
}
