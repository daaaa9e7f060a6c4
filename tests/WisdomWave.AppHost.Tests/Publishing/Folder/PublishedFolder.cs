using WisdomWave.AppHost.Publishing.Folder;

namespace WisdomWave.AppHost.Tests.Publishing.Folder;

/// <summary>A folder that the app host's program publishes, without building the services: <c>publish --output DIR --no-build</c>.</summary>
internal sealed class PublishedFolder : IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("wisdomwave-publish-").FullName;

    public string Root => Path.Combine(_temporary, "wisdomwave");

    public string Secrets => Path.Combine(Root, "secrets");

    public IEnumerable<string> Files => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories);

    /// <param name="settings">Environment variables of the app host. Nothing else of this machine is used.</param>
    /// <param name="arguments">More arguments.</param>
    public async Task<(int ExitCode, string Output, string Errors)> PublishAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var environment = Unset.ToDictionary(name => name, _ => "");
        // Keeps the developer's user secrets out.
        environment["APPDATA"] = Path.Combine(_temporary, "appdata");
        foreach (var (name, value) in settings)
            environment[name] = value;
        return await Command.RunAsync("dotnet", [AppHostProgram.File, PublishCommand.Verb, "--output", Root, "--no-build", .. arguments], environment);
    }

    public string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>The variables of a service in both of its files.</summary>
    public IReadOnlyDictionary<string, string> VariablesOf(string service) =>
        EnvironmentFile.Read(Read("env", $"{service}.env")).Concat(SecretsOf(service)).ToDictionary();

    public IReadOnlyDictionary<string, string> SecretsOf(string service) => EnvironmentFile.Read(Read("secrets", $"{service}.env"));

    public void WriteSecrets(string service, string text) => File.WriteAllText(Path.Combine(Secrets, $"{service}.env"), text);

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    private static readonly string[] Unset =
    [
        "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", "PublicUrl", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORGANIZATION", "MODEL_NAME", "MAX_TOKENS",
        "WISDOMWAVE_SERVICE_KEY", "WISDOMWAVE_DATA_DIR", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "TELEGRAM_PROXY",
        "https_proxy", "http_proxy", "all_proxy", "no_proxy",
    ];
}

/// <summary>One folder for the tests that only read it, with a secret of every kind.</summary>
public sealed class PublishedWithSecrets : IAsyncLifetime
{
    public const string OtherToken = "223456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

    /// <summary>The values that only the secret files may hold.</summary>
    public static readonly string[] Secrets =
    [
        TestSettings.Token, "sk-marker-of-the-first-key", OtherToken, "sk-marker-of-another-key", "socks5://user:marker-of-the-proxy@127.0.0.1:1080", "marker-of-the-service-key-0123456789",
    ];

    /// <summary>Values that every format writes differently.</summary>
    public static readonly Dictionary<string, string> Settings = new()
    {
        ["TELEGRAM_BOT_TOKEN"] = Secrets[0],
        ["OPENAI_API_KEY"] = Secrets[1],
        ["Bots__home__Token"] = Secrets[2],
        ["Bots__home__Name"] = "home",
        ["Models__0__Name"] = "gpt-5",
        ["Models__0__ApiKey"] = Secrets[3],
        ["TELEGRAM_PROXY"] = Secrets[4],
        ["WISDOMWAVE_SERVICE_KEY"] = Secrets[5],
        ["Persona"] = "You're \"Vera\".\nYou cost $5 a day; `nothing` is 100% sure \\ #1.",
        ["Delivery__Burst"] = "3",
        ["MODEL_NAME"] = "gpt-5-mini",
    };

    internal PublishedFolder Folder { get; } = new();

    public string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var run = await Folder.PublishAsync(Settings);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Output = run.Output;
    }

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
