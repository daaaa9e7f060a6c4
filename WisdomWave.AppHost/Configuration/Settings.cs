using System.Globalization;
using Access = WisdomWave.ServiceDefaults.Access;
using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.OperatorConsole;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.AppHost.Configuration;

internal enum ContainerUse
{
    Auto,
    Always,
    Never,
}

internal enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>The operator's settings from the environment, user secrets and appsettings.</summary>
internal sealed record Settings
{
    public const string FilesSetting = "TELEGRAM_FILES_DIR";
    public const string DatabaseSetting = "WISDOMWAVE_DATABASE";
    public const string DatabaseConnectionSetting = "ConnectionStrings:dialog";

    private const string AlertsSetting = "Alerts:Admins";

    public string? TelegramBotToken { get; init; }

    /// <summary>The bots of the section <c>Bots</c>, without the one of <see cref="TelegramBotToken"/>.</summary>
    public IReadOnlyList<BotSettings> Bots { get; init; } = [];

    public Uri? TelegramApiBaseUrl { get; init; }

    /// <summary>The file directory of the operator's own Bot API server, if that runs with <c>--local</c>.</summary>
    public string? TelegramFilesDirectory { get; init; }

    /// <summary>The address at which Telegram reaches ingress; null if ingress polls Telegram instead.</summary>
    public Uri? PublicUrl { get; init; }

    public string? OpenAiApiKey { get; init; }

    public Uri? OpenAiBaseUrl { get; init; }

    public string? OpenAiOrganization { get; init; }

    public required string ModelName { get; init; }

    public required int MaxTokens { get; init; }

    public required string DataDirectory { get; init; }

    /// <summary>Where dialog stores the conversations.</summary>
    public DatabaseKind Database { get; init; }

    /// <summary>The connection string of the operator's own PostgreSQL server, a secret; null if there is none.</summary>
    public string? DatabaseConnection { get; init; }

    /// <summary>Null if each start creates a new key.</summary>
    public string? ServiceKey { get; init; }

    public ContainerUse Containers { get; init; }

    /// <summary>Whether the bots tell their admins when an alert begins and when it ends.</summary>
    public bool TellsAdminsOfAlerts { get; init; }

    public required Ports Ports { get; init; }

    public Replicas Replicas { get; init; } = new();

    /// <summary>How long each service may take to finish its work when it stops.</summary>
    public TimeSpan StoppingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public bool HasTelegram => TelegramBotToken is not null || Bots.Count > 0;

    /// <summary>A setting under its old name would be ignored, and with it a limit on cost.</summary>
    private static readonly (string Before, string Now)[] Renamed =
    [
        ("Joining", "Merging"), ("Completing", "Completion"), ("Limits", "ProviderLimits"),
        ("Stopping:Patience", "Stopping:Timeout"), ("Cache:Patience", "Cache:Timeout"), ("SemanticCache:Patience", "SemanticCache:Timeout"),
        ("Storage:UpgradePatience", "Storage:UpgradeTimeout"),
    ];

    /// <summary>The operator's own server may need no key.</summary>
    public bool HasModels => OpenAiApiKey is not null || OpenAiBaseUrl is not null;

    public bool NeedsPlayground => !HasTelegram || !HasModels;

    /// <summary>Adds one sentence to <paramref name="problems"/> for each invalid setting. No sentence repeats a value, which may be a secret.</summary>
    public static Settings Read(IConfiguration configuration, string appHostDirectory, List<string> problems)
    {
        var token = Text("TELEGRAM_BOT_TOKEN");
        if (token is not null && BotToken.IdOf(token) is null)
            problems.Add($"TELEGRAM_BOT_TOKEN is not a bot token; {BotList.TokenHint}");
        if (token is null && Text("TELEGRAM_API_BASE_URL") is not null && !configuration.GetSection(BotList.Section).GetChildren().Any())
            problems.Add($"TELEGRAM_API_BASE_URL is set but TELEGRAM_BOT_TOKEN is not; set the token too, for example {BotToken.Example}");

        var maxTokens = 16_000;
        if (Text("MAX_TOKENS") is { } limit && (!int.TryParse(limit, out maxTokens) || maxTokens < 500))
            problems.Add("MAX_TOKENS must be a whole number of at least 500, for example 16000.");

        var containers = ContainerUse.Auto;
        if (Text("WISDOMWAVE_CONTAINERS") is { } use && !(Enum.TryParse(use, ignoreCase: true, out containers) && Enum.IsDefined(containers)))
            problems.Add("WISDOMWAVE_CONTAINERS must be auto, always or never, for example auto.");

        if (Text(QuietConsole.VerboseSetting) is { } verbose && !bool.TryParse(verbose, out _))
            problems.Add($"{QuietConsole.VerboseSetting} must be true or false, for example true.");

        var tellsAdmins = false;
        if (Text(AlertsSetting) is { } tells && !bool.TryParse(tells, out tellsAdmins))
            problems.Add("Alerts__Admins must be true or false, for example true.");

        var connection = Text(DatabaseConnectionSetting);
        var database = connection is null ? DatabaseKind.Sqlite : DatabaseKind.Postgres;
        if (Text(DatabaseSetting) is { } kind && !(Enum.TryParse(kind, ignoreCase: true, out database) && Enum.IsDefined(database)))
            problems.Add($"{DatabaseSetting} must be sqlite or postgres, for example sqlite.");

        var patience = TimeSpan.FromSeconds(20);
        if (Text("Stopping:Timeout") is { } time
            && !(TimeSpan.TryParse(time, CultureInfo.InvariantCulture, out patience) && patience >= TimeSpan.Zero && patience <= TimeSpan.FromHours(1)))
            problems.Add("Stopping__Timeout must be a time from 0 to 1 h, for example 00:00:20.");

        if (Text(Access.ServiceKey.Setting) is { } key && !Access.ServiceKey.IsGood(key))
            problems.Add($"{Access.ServiceKey.Setting} must have at least 32 letters, digits, - or _, for example the output of \"openssl rand -hex 32\"; or remove it, and each start creates a new key.");

        foreach (var (before, now) in Renamed)
        {
            if (configuration.GetSection(before).Exists())
                problems.Add($"{before} is now called {now}; rename it.");
        }

        // A blank setting counts as not set, but the configuration binder would fail to parse these.
        Unset(QuietConsole.VerboseSetting);
        Unset("Stopping:Timeout");
        Unset(AlertsSetting);

        ModelList.Check(configuration, problems);
        ProxySettings.Check(configuration, problems);
        var model = Text("MODEL_NAME") ?? "gpt-5-mini";
        var publicUrl = PublicAddress();
        return new Settings
        {
            TelegramBotToken = token,
            Bots = BotList.Read(configuration, model, problems),
            TelegramApiBaseUrl = ServerAddress.ReadBotApi("TELEGRAM_API_BASE_URL", configuration["TELEGRAM_API_BASE_URL"], problems),
            TelegramFilesDirectory = FilesDirectory(),
            PublicUrl = publicUrl,
            OpenAiApiKey = Text("OPENAI_API_KEY"),
            OpenAiBaseUrl = Url("OPENAI_BASE_URL", "https://api.openai.com/v1"),
            OpenAiOrganization = Text("OPENAI_ORGANIZATION"),
            ModelName = model,
            MaxTokens = maxTokens,
            DataDirectory = Path.GetFullPath(Text("WISDOMWAVE_DATA_DIR") ?? "data", Path.GetFullPath("..", appHostDirectory)),
            Database = database,
            DatabaseConnection = connection,
            ServiceKey = Text(Access.ServiceKey.Setting),
            Containers = containers,
            TellsAdminsOfAlerts = tellsAdmins,
            Ports = Ports.Read(configuration, problems),
            Replicas = Replicas.Read(configuration, problems),
            StoppingTimeout = patience,
        };

        string? Text(string name) => string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name]!.Trim();

        Uri? Url(string name, string example) => ServerAddress.Read(name, configuration[name], example, problems);

        string? FilesDirectory()
        {
            if (Text(FilesSetting) is not { } path || Path.IsPathFullyQualified(path))
                return Text(FilesSetting);
            problems.Add($"{FilesSetting} must be the absolute path of the directory where your Bot API server stores its files, for example /var/lib/telegram-bot-api.");
            return null;
        }

        void Unset(string name)
        {
            if (configuration[name] is not null && Text(name) is null)
                configuration[name] = null;
        }

        Uri? PublicAddress()
        {
            if (Text("PublicUrl") is not { } text)
                return null;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && Access.WebhookAddress.IsPublicUrl(url))
                return url;

            problems.Add("PublicUrl must be the https address at which Telegram reaches this machine, without a query, for example https://bots.example.org.");
            return null;
        }
    }

    /// <summary>Omits the values, because some of them are secrets.</summary>
    public override string ToString() => nameof(Settings);
}
