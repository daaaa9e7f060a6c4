using System.Text.Json;

namespace WisdomWave.AppHost.Tests.Publishing;

/// <summary>Runs the app host with <c>--publisher manifest</c>.</summary>
public sealed class ManifestTests
{
    private const string OtherToken = "223456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
    private const string OtherKey = "sk-of-another-server";

    private static readonly string[] Services = ["completion", "dialog", "ingress"];

    // Settings of this machine, which a manifest must not contain.
    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["TELEGRAM_BOT_TOKEN"] = TestSettings.Token,
        ["OPENAI_API_KEY"] = TestSettings.Key,
        ["Bots__home__Token"] = OtherToken,
        ["Models__0__Name"] = "gpt-5",
        ["Models__0__ApiKey"] = OtherKey,
        ["WISDOMWAVE_DATA_DIR"] = "/srv/of-this-machine",
    };

    [Fact]
    public async Task TheManifestHasAllServicesAndContainersForTheRest()
    {
        using var manifest = await PublishAsync([]);
        var resources = manifest.RootElement.GetProperty("resources");
        foreach (var service in Services)
        {
            Assert.Equal("project.v0", resources.GetProperty(service).GetProperty("type").GetString());
            Assert.Equal("http", resources.GetProperty(service).GetProperty("bindings").GetProperty("http").GetProperty("scheme").GetString());
        }

        Assert.Equal(ContainerImage.Cache.Reference, ImageOf("cache"));
        Assert.Equal(ContainerImage.Prometheus.Reference, ImageOf("prometheus"));
        Assert.Equal(ContainerImage.Grafana.Reference, ImageOf("grafana"));
        var cache = resources.GetProperty("cache");
        Assert.Equal("/bin/sh", cache.GetProperty("entrypoint").GetString());
        Assert.Equal(
            ["-c", "exec redis-server --save 60 1 --maxmemory 128mb --maxmemory-policy allkeys-lru - <<END\nrequirepass $REDIS_PASSWORD\nEND\n"],
            cache.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()));
        Assert.Equal("{cache-password.value}", cache.GetProperty("env").GetProperty("REDIS_PASSWORD").GetString());

        string? ImageOf(string name)
        {
            Assert.Equal("container.v0", resources.GetProperty(name).GetProperty("type").GetString());
            return resources.GetProperty(name).GetProperty("image").GetString();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheManifestHasNoPlayground(bool withSecrets)
    {
        using var manifest = await PublishAsync(withSecrets ? Secrets : []);
        Assert.DoesNotContain("playground", manifest.RootElement.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SecretsAreInputsWithoutValues()
    {
        using var manifest = await PublishAsync(Secrets);
        var text = manifest.RootElement.GetRawText();
        Assert.All((string[])[TestSettings.Token, TestSettings.Key, OtherToken, OtherKey], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        foreach (var name in (string[])["telegram-bot-token", "openai-api-key", "bots-home-token", "models-0-apikey"])
        {
            var parameter = manifest.RootElement.GetProperty("resources").GetProperty(name);
            Assert.Equal("parameter.v0", parameter.GetProperty("type").GetString());
            Assert.Equal($"{{{name}.inputs.value}}", parameter.GetProperty("value").GetString());
            Assert.True(parameter.GetProperty("inputs").GetProperty("value").GetProperty("secret").GetBoolean());
        }
    }

    [Fact]
    public async Task OnPostgresTheManifestHasItsContainerOrAsksForTheConnection()
    {
        using var container = await PublishAsync(new() { ["WISDOMWAVE_DATABASE"] = "postgres" });
        var resources = container.RootElement.GetProperty("resources");
        Assert.Equal(ContainerImage.Database.Reference, resources.GetProperty("postgres").GetProperty("image").GetString());
        Assert.True(resources.GetProperty("postgres-password").GetProperty("inputs").GetProperty("value").GetProperty("secret").GetBoolean());
        Assert.Equal("{wisdomwave.connectionString}", resources.GetProperty("dialog").GetProperty("env").GetProperty("ConnectionStrings__dialog").GetString());

        using var own = await PublishAsync(new() { ["ConnectionStrings__dialog"] = "Host=db.example.org;Database=wisdomwave;Password=of-this-machine" });
        Assert.DoesNotContain("of-this-machine", own.RootElement.GetRawText(), StringComparison.Ordinal);
        resources = own.RootElement.GetProperty("resources");
        Assert.Equal("{postgres-connection.inputs.value}", resources.GetProperty("postgres-connection").GetProperty("value").GetString());
        Assert.Equal("postgres", resources.GetProperty("dialog").GetProperty("env").GetProperty("WISDOMWAVE_DATABASE").GetString());
    }

    [Fact]
    public async Task EveryReferenceIsToAResourceInTheManifest()
    {
        using var manifest = await PublishAsync(Secrets);
        var resources = manifest.RootElement.GetProperty("resources");
        var known = resources.EnumerateObject().Select(resource => resource.Name).ToHashSet();
        var named = Texts(resources)
            .SelectMany(text => System.Text.RegularExpressions.Regex.Matches(text, @"\{([a-z][a-z0-9-]*)\.").Select(match => match.Groups[1].Value))
            .ToHashSet();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    /// <summary>A deployment of the manifest may run several completions, which then need leases: completion's own default.</summary>
    [Fact]
    public async Task WhatDependsOnTheNumberOfReplicasIsLeftToTheDeployment()
    {
        using var manifest = await PublishAsync([]);
        var environment = manifest.RootElement.GetProperty("resources").GetProperty("completion").GetProperty("env");
        Assert.False(environment.TryGetProperty("Cache__Leases", out _));
        Assert.True(environment.TryGetProperty("ConnectionStrings__cache", out _));

        using var chosen = await PublishAsync(new() { ["Cache__Leases"] = "false" });
        Assert.Equal("false", chosen.RootElement.GetProperty("resources").GetProperty("completion").GetProperty("env").GetProperty("Cache__Leases").GetString());
    }

    [Fact]
    public async Task TheManifestHasNoPathOfThisMachine()
    {
        using var manifest = await PublishAsync(Secrets);
        var text = manifest.RootElement.GetRawText();
        Assert.DoesNotContain(TopologyModel.Of(TestSettings.Empty, TestSettings.BareMachine).AppHostDirectory, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secrets["WISDOMWAVE_DATA_DIR"], text, StringComparison.Ordinal);

        // Mounted files and project paths are relative to the manifest.
        foreach (var resource in manifest.RootElement.GetProperty("resources").EnumerateObject())
        {
            if (resource.Value.TryGetProperty("path", out var path))
                Assert.False(Path.IsPathRooted(path.GetString()), $"{resource.Name}: {path}");
            if (!resource.Value.TryGetProperty("bindMounts", out var mounts))
                continue;
            foreach (var mount in mounts.EnumerateArray())
                Assert.False(Path.IsPathRooted(mount.GetProperty("source").GetString()), $"{resource.Name}: {mount}");
        }
    }

    [Fact]
    public async Task ThisMachineIsNotChecked()
    {
        // A start would report the first two as problems, and start the engine because of the third.
        using var busy = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        busy.Start();
        var file = Path.GetTempFileName();
        using var manifest = await PublishAsync(new Dictionary<string, string>
        {
            ["WISDOMWAVE_DATA_DIR"] = Path.Combine(file, "data"),
            ["Ports__Dialog"] = $"{((System.Net.IPEndPoint)busy.LocalEndpoint).Port}",
            ["WISDOMWAVE_CONTAINERS"] = "always",
            ["DOCKER_HOST"] = "unix:///nonexistent.sock",
        });
        File.Delete(file);
    }

    [Fact]
    public async Task AnInvalidSettingIsReportedAsAtAStart()
    {
        var run = await RunAsync(Path.Combine(AppContext.BaseDirectory, "refused.json"), new() { ["MAX_TOKENS"] = "lots" });
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("MAX_TOKENS must be a whole number of at least 500, for example 16000.", run.Errors.Trim());
    }

    [Theory]
    [InlineData("Stopping__Timeout", "abc", "Stopping__Timeout must be a time from 0 to 1 h, for example 00:00:20.")]
    [InlineData("WISDOMWAVE_VERBOSE", "yes", "WISDOMWAVE_VERBOSE must be true or false, for example true.")]
    [InlineData("Models__a.b__ApiKey", OtherKey, "Models has an entry whose key is invalid; use letters, digits and single underscores, for example Models:0.")]
    public async Task ASettingThatWouldThrowIsReportedInOneSentence(string name, string value, string sentence)
    {
        var run = await RunAsync(Path.Combine(AppContext.BaseDirectory, "refused.json"), new() { [name] = value });

        Assert.Equal((1, "", sentence), (run.ExitCode, run.Output, run.Errors.Trim()));
    }

    [Theory]
    [InlineData("--publisher must be manifest, the only supported publisher, for example --publisher manifest --output-path manifest.json.", "--publisher", "docker", "--output-path", "x.json")]
    [InlineData("--publisher must be manifest, the only supported publisher, for example --publisher manifest --output-path manifest.json.", "--publisher")]
    [InlineData("--publisher must be manifest, the only supported publisher, for example --publisher manifest --output-path manifest.json.", "--publisher=")]
    [InlineData("--publisher must be manifest, the only supported publisher, for example --publisher manifest --output-path manifest.json.", "--operation", "publish")]
    [InlineData("--output-path is missing; set it to the manifest file to write, for example --publisher manifest --output-path manifest.json.", "--publisher", "manifest")]
    [InlineData("--output-path is missing; set it to the manifest file to write, for example --publisher manifest --output-path manifest.json.", "--publisher", "manifest", "--output-path")]
    public async Task InvalidArgumentsAreReportedInOneSentence(string sentence, params string[] arguments)
    {
        var run = await Command.RunAsync("dotnet", [AppHostProgram.File, .. arguments], TestSettings.FreePorts);

        Assert.Equal((1, "", sentence), (run.ExitCode, run.Output, run.Errors.Trim()));
    }

    [Fact]
    public async Task ADirectoryThatCannotBeCreatedIsReportedInOneSentence()
    {
        var file = Path.GetTempFileName();

        var run = await RunAsync(Path.Combine(file, "manifest.json"), []);

        Assert.Equal(
            (1, "", $"The directory {file} is not writable; set --output-path to a file in a writable one, for example --output-path manifest.json."),
            (run.ExitCode, run.Output, run.Errors.Trim()));
        File.Delete(file);
    }

    [Fact]
    public async Task AManifestThatIsNotWrittenIsReportedInOneSentence()
    {
        // The path is a directory, which not even root can write to as a file.
        var folder = Directory.CreateTempSubdirectory("wisdomwave-").FullName;
        var file = Directory.CreateDirectory(Path.Combine(folder, "manifest.json")).FullName;

        var run = await RunAsync(file, []);

        Assert.Equal(
            (1, $"The manifest was not written to {file}; check that the path is not a directory, or add --verbose to see the cause."),
            (run.ExitCode, run.Errors.Trim()));
        Assert.DoesNotContain("Exception", run.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    /// <summary>Writes to a directory inside the repository, because the paths in a manifest are relative to it.</summary>
    private static async Task<JsonDocument> PublishAsync(Dictionary<string, string> environment)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"manifest-{Guid.CreateVersion7():N}.json");
        var run = await RunAsync(file, environment);
        Assert.True(run.ExitCode == 0, $"The app host ended with {run.ExitCode}: {run.Errors}\n{run.Output}");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        return JsonDocument.Parse(text);
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(string file, Dictionary<string, string> environment) =>
        Command.RunAsync("dotnet", [AppHostProgram.File, "--publisher", "manifest", "--output-path", file], environment);
}
