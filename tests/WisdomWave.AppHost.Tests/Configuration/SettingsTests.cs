using Microsoft.Extensions.Configuration;

namespace WisdomWave.AppHost.Tests.Configuration;

public sealed class SettingsTests
{
    private const string AppHost = "/somewhere/WisdomWave.AppHost";

    private const string NoPublicUrl =
        "PublicUrl must be the https address at which Telegram reaches this machine, without a query, for example https://bots.example.org.";

    private const string NoProxy =
        " must be the address of a proxy that begins with http://, https:// or socks5:// (MTProto proxies cannot be used), for example socks5://127.0.0.1:1080; write special characters of a password percent-encoded.";

    [Fact]
    public void NoSettingIsRequired()
    {
        var (settings, problems) = Read([]);
        Assert.Empty(problems);
        Assert.Equal(
            new Settings { ModelName = "gpt-5-mini", MaxTokens = 16_000, DataDirectory = Path.GetFullPath("/somewhere/data"), Ports = new Ports() },
            settings);
    }

    [Fact]
    public void EverySettingIsRead()
    {
        var (settings, problems) = Read(new()
        {
            ["TELEGRAM_BOT_TOKEN"] = TestSettings.Token,
            ["TELEGRAM_API_BASE_URL"] = "http://localhost:8081",
            ["TELEGRAM_FILES_DIR"] = "/var/lib/telegram-bot-api",
            ["PublicUrl"] = "https://bots.example.org/wisdom",
            ["OPENAI_API_KEY"] = TestSettings.Key,
            ["OPENAI_BASE_URL"] = "http://localhost:11434/v1",
            ["OPENAI_ORGANIZATION"] = "org-1",
            ["MODEL_NAME"] = "qwen3",
            ["MAX_TOKENS"] = "500",
            ["WISDOMWAVE_DATA_DIR"] = "/var/lib/wisdomwave",
            ["WISDOMWAVE_CONTAINERS"] = "never",
            ["Ports:Ingress"] = "6101",
            ["Stopping:Timeout"] = "01:00:00",
            ["WISDOMWAVE_VERBOSE"] = "True",
            ["Replicas:Ingress"] = "2",
            ["Replicas:Completion"] = "3",
        });
        Assert.Empty(problems);
        Assert.Equal(
            new Settings
            {
                TelegramBotToken = TestSettings.Token,
                TelegramApiBaseUrl = new Uri("http://localhost:8081"),
                TelegramFilesDirectory = "/var/lib/telegram-bot-api",
                PublicUrl = new Uri("https://bots.example.org/wisdom"),
                OpenAiApiKey = TestSettings.Key,
                OpenAiBaseUrl = new Uri("http://localhost:11434/v1"),
                OpenAiOrganization = "org-1",
                ModelName = "qwen3",
                MaxTokens = 500,
                DataDirectory = Path.GetFullPath("/var/lib/wisdomwave"),
                Containers = ContainerUse.Never,
                Ports = new Ports { Ingress = 6101 },
                Replicas = new Replicas { Ingress = 2, Completion = 3 },
                StoppingTimeout = TimeSpan.FromHours(1),
            },
            settings);
    }

    [Theory]
    [InlineData("TELEGRAM_BOT_TOKEN", "secret", "TELEGRAM_BOT_TOKEN is not a bot token; set the token that @BotFather gave you, for example 123456789:AAExample…")]
    [InlineData("TELEGRAM_API_BASE_URL", "http://localhost:8081", "TELEGRAM_API_BASE_URL is set but TELEGRAM_BOT_TOKEN is not; set the token too, for example 123456789:AAExample…")]
    [InlineData("PublicUrl", "bots.example.org", NoPublicUrl)]
    [InlineData("PublicUrl", "http://bots.example.org", NoPublicUrl)]
    [InlineData("PublicUrl", "https://me:secret@bots.example.org", NoPublicUrl)]
    [InlineData("PublicUrl", "https://bots.example.org/?bot=1", NoPublicUrl)]
    [InlineData("OPENAI_BASE_URL", "localhost:11434", "OPENAI_BASE_URL must be an absolute http or https address, for example https://api.openai.com/v1.")]
    [InlineData("OPENAI_BASE_URL", "ftp://localhost", "OPENAI_BASE_URL must be an absolute http or https address, for example https://api.openai.com/v1.")]
    [InlineData("OPENAI_BASE_URL", "https://me:secret@localhost/v1", "OPENAI_BASE_URL must not contain a user name or password, because addresses are not kept secret; set it without the part before the @, for example https://api.openai.com/v1.")]
    [InlineData("Models:0:BaseUrl", "https://secret@localhost/v1", "Models:0:BaseUrl must not contain a user name or password, because addresses are not kept secret; set it without the part before the @, for example https://api.openai.com/v1.")]
    [InlineData("Models:0:BaseUrl", "localhost", "Models:0:BaseUrl must be an absolute http or https address, for example https://api.openai.com/v1.")]
    [InlineData("Models:a.b:ApiKey", "secret", "Models has an entry whose key is invalid; use letters, digits and single underscores, for example Models:0.")]
    [InlineData("TELEGRAM_PROXY", "ftp://127.0.0.1", "TELEGRAM_PROXY" + NoProxy)]
    [InlineData("TELEGRAM_PROXY", "socks5://", "TELEGRAM_PROXY" + NoProxy)]
    [InlineData("TELEGRAM_PROXY", "https://t.me/proxy?server=198.51.100.1&port=443&secret=abc", "TELEGRAM_PROXY" + NoProxy)]
    [InlineData("TELEGRAM_PROXY", "tg://socks?server=198.51.100.1&port=1080", "TELEGRAM_PROXY" + NoProxy)]
    [InlineData("TELEGRAM_PROXY", "socks5://me:pass/word@127.0.0.1:1080", "TELEGRAM_PROXY" + NoProxy)]
    [InlineData("HTTPS_PROXY", "http://proxy.example.org:port", "HTTPS_PROXY" + NoProxy)]
    [InlineData("ALL_PROXY", "socks6://127.0.0.1:1080", "ALL_PROXY" + NoProxy)]
    [InlineData("Stopping:Timeout", "abc", "Stopping__Timeout must be a time from 0 to 1 h, for example 00:00:20.")]
    [InlineData("Stopping:Timeout", "-00:00:01", "Stopping__Timeout must be a time from 0 to 1 h, for example 00:00:20.")]
    [InlineData("Stopping:Timeout", "01:00:01", "Stopping__Timeout must be a time from 0 to 1 h, for example 00:00:20.")]
    [InlineData("WISDOMWAVE_SERVICE_KEY", "secret", "WISDOMWAVE_SERVICE_KEY must have at least 32 letters, digits, - or _, for example the output of \"openssl rand -hex 32\"; or remove it, and each start creates a new key.")]
    [InlineData("TELEGRAM_FILES_DIR", "telegram-bot-api", "TELEGRAM_FILES_DIR must be the absolute path of the directory where your Bot API server stores its files, for example /var/lib/telegram-bot-api.")]
    [InlineData("WISDOMWAVE_VERBOSE", "yes", "WISDOMWAVE_VERBOSE must be true or false, for example true.")]
    [InlineData("MAX_TOKENS", "many", "MAX_TOKENS must be a whole number of at least 500, for example 16000.")]
    [InlineData("MAX_TOKENS", "499", "MAX_TOKENS must be a whole number of at least 500, for example 16000.")]
    [InlineData("WISDOMWAVE_CONTAINERS", "yes", "WISDOMWAVE_CONTAINERS must be auto, always or never, for example auto.")]
    [InlineData("WISDOMWAVE_DATABASE", "mysql", "WISDOMWAVE_DATABASE must be sqlite or postgres, for example sqlite.")]
    [InlineData("WISDOMWAVE_CONTAINERS", "7", "WISDOMWAVE_CONTAINERS must be auto, always or never, for example auto.")]
    [InlineData("Ports:Grafana", "70000", "Ports__Grafana must be a port number from 1 to 65535, or 0 for a free port, for example 3000.")]
    [InlineData("Replicas:Completion", "0", "Replicas__Completion must be a whole number from 1 to 16, for example 1.")]
    [InlineData("Replicas:Ingress", "17", "Replicas__Ingress must be a whole number from 1 to 16, for example 1.")]
    [InlineData("Replicas:Dialog", "2", "Replicas__Dialog must be 1: dialog cannot run as a cluster yet. Ingress and completion can have more replicas, for example Replicas__Completion=2.")]
    [InlineData("Limits:TokensPerMinute", "200000", "Limits is now called ProviderLimits; rename it.")]
    [InlineData("Completing:MaxTries", "1", "Completing is now called Completion; rename it.")]
    [InlineData("Joining:QuietTime", "00:00:02", "Joining is now called Merging; rename it.")]
    [InlineData("Stopping:Patience", "00:01:00", "Stopping:Patience is now called Stopping:Timeout; rename it.")]
    public void AnInvalidSettingIsReportedInOneSentence(string name, string value, string sentence) =>
        Assert.Equal([sentence], Read(new() { [name] = value }).Problems);

    [Theory]
    [InlineData(null, null, "Sqlite")]
    [InlineData("", " ", "Sqlite")]
    [InlineData("sqlite", "Host=db", "Sqlite")]
    [InlineData(null, "Host=db", "Postgres")]
    [InlineData("Postgres", null, "Postgres")]
    public void TheDatabaseIsPostgresIfItIsChosenOrHasAConnection(string? database, string? connection, string expected)
    {
        var (settings, problems) = Read(new() { ["WISDOMWAVE_DATABASE"] = database!, ["ConnectionStrings:dialog"] = connection! });

        Assert.Empty(problems);
        Assert.Equal(Enum.Parse<DatabaseKind>(expected), settings.Database);
    }

    [Fact]
    public void AllProblemsAreReportedTogether() =>
        Assert.Equal(3, Read(new() { ["MAX_TOKENS"] = "x", ["OPENAI_BASE_URL"] = "x", ["TELEGRAM_BOT_TOKEN"] = "x" }).Problems.Count);

    [Fact]
    public void BlankSettingsCountAsNotSet() =>
        Assert.Empty(Read(new() { ["MAX_TOKENS"] = " ", ["TELEGRAM_BOT_TOKEN"] = "", ["WISDOMWAVE_CONTAINERS"] = "" }).Problems);

    [Theory]
    [InlineData("Stopping:Timeout")]
    [InlineData("WISDOMWAVE_VERBOSE")]
    public void ABlankSettingThatOthersParseIsRemoved(string name)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(name, " ")]).Build();
        var problems = new List<string>();

        Settings.Read(configuration, AppHost, problems);

        Assert.Empty(problems);
        Assert.Null(configuration[name]);
    }

    [Theory]
    [InlineData("https://api.telegram.org/bot123456789:secret")]
    [InlineData("http://localhost:8081/bot-api/file/bot1:secret/x")]
    [InlineData("http://localhost:8081/?token=secret")]
    public void TheBotApiAddressHasNoTokenAndNoQuery(string address) =>
        Assert.Equal(
            ["TELEGRAM_API_BASE_URL must be the address of the server only, without a bot token or a query, for example https://api.telegram.org or http://localhost:8081/bot-api."],
            Read(new() { ["TELEGRAM_BOT_TOKEN"] = TestSettings.Token, ["TELEGRAM_API_BASE_URL"] = address }).Problems);

    [Fact]
    public void TheBotApiAddressMayHaveAPath()
    {
        var (settings, problems) = Read(new() { ["TELEGRAM_BOT_TOKEN"] = TestSettings.Token, ["TELEGRAM_API_BASE_URL"] = "http://localhost:8081/bot-api" });
        Assert.Empty(problems);
        Assert.Equal(new Uri("http://localhost:8081/bot-api"), settings.TelegramApiBaseUrl);
    }

    [Fact]
    public void TheBotApiAddressHasNoPassword() =>
        Assert.Equal(
            ["TELEGRAM_API_BASE_URL must not contain a user name or password, because addresses are not kept secret; set it without the part before the @, for example https://api.telegram.org."],
            Read(new() { ["TELEGRAM_BOT_TOKEN"] = TestSettings.Token, ["TELEGRAM_API_BASE_URL"] = "http://me:secret@localhost:8081" }).Problems);

    /// <summary>If another program used the standard port, that would add a second, misleading problem.</summary>
    [Fact]
    public void AnInvalidPortDoesNotMeanTheStandardPort() =>
        Assert.Equal(new Ports { Ingress = 0 }, Read(new() { ["Ports:Ingress"] = "-1" }).Settings.Ports);

    private static (Settings Settings, List<string> Problems) Read(Dictionary<string, string?> values)
    {
        var problems = new List<string>();
        return (Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), AppHost, problems), problems);
    }
}
