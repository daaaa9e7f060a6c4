using System.Collections;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Publishing.Folder;
using WisdomWave.Testing;
using YamlDotNet.Serialization;
using Settings = WisdomWave.AppHost.Configuration.Settings;

namespace WisdomWave.AppHost.Tests.Publishing.Folder;

/// <summary>What a published folder holds, compared with the topology.</summary>
public sealed partial class FolderContentTests(PublishedWithSecrets published) : IClassFixture<PublishedWithSecrets>
{
    private static readonly string[] OfThePlatform = ["ASPNETCORE_URLS"];

    private readonly PublishedFolder _folder = published.Folder;

    /// <summary>A setting or service that is added to the topology appears by itself.</summary>
    [Fact]
    public async Task EachServiceGetsExactlyTheVariablesOfTheTopology()
    {
        var model = Topology();
        var services = model.Resources.OfType<ProjectResource>().Select(service => service.Name).ToList();
        Assert.Equal(["completion", "dialog", "ingress"], services.Order());
        foreach (var service in services)
        {
            var wanted = (await model.VariablesOf(service)).Where(variable => !IsForDevelopment(variable.Key)).ToDictionary();
            var given = _folder.VariablesOf(service);

            Assert.Equal(wanted.Keys.Concat(OfThePlatform).Order(StringComparer.Ordinal), given.Keys.Order(StringComparer.Ordinal));
            foreach (var (name, value) in wanted.Where(variable => variable.Value is string))
                Assert.Equal((name, (string)value), (name, given[name]));
        }
    }

    [Fact]
    public void TheServicesCallEachOtherOnLoopback()
    {
        var (ingress, dialog, completion) = (_folder.VariablesOf("ingress"), _folder.VariablesOf("dialog"), _folder.VariablesOf("completion"));

        Assert.Equal("http://localhost:5101", ingress["ASPNETCORE_URLS"]);
        Assert.Equal("http://localhost:5102;http://localhost:5202", dialog["ASPNETCORE_URLS"]);
        Assert.Equal("http://localhost:5103;http://localhost:5203", completion["ASPNETCORE_URLS"]);
        Assert.Equal(("5202", "5203"), (dialog["WISDOMWAVE_HTTP2_PORT"], completion["WISDOMWAVE_HTTP2_PORT"]));
        Assert.Equal("http://localhost:5202", ingress["services__dialog__http2__0"]);
        Assert.Equal(("http://localhost:5203", "http://localhost:5101"), (dialog["services__completion__http2__0"], dialog["services__ingress__http__0"]));
        Assert.Equal("/var/lib/wisdomwave", dialog["WISDOMWAVE_DATA_DIR"]);
        Assert.StartsWith("localhost:6380,password=", completion["ConnectionStrings__cache"], StringComparison.Ordinal);
        Assert.Equal($"requirepass {completion["ConnectionStrings__cache"].Split("password=")[1]}\n", _folder.Read("secrets", "cache.conf"));
    }

    [Fact]
    public void NoSecretIsOutsideOfTheSecretFiles()
    {
        string[] secrets = [.. PublishedWithSecrets.Secrets, .. EnvironmentFile.Read(_folder.Read("secrets", "generated.env")).Values];
        Assert.Equal(PublishedWithSecrets.Secrets.Length + 2, secrets.Length);
        var all = _folder.Files.Select(file => (Name: Path.GetRelativePath(_folder.Root, file), Text: File.ReadAllText(file))).ToList();
        foreach (var secret in secrets)
        {
            var holders = all.Where(file => file.Text.Contains(secret, StringComparison.Ordinal)).Select(file => Path.GetDirectoryName(file.Name)).Distinct();
            Assert.Equal((secret, "secrets"), (secret, Assert.Single(holders)));
            Assert.DoesNotContain(secret, published.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OnlyTheOwnerCanReadSecrets()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes; run this test on Linux or macOS.");
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Secrets));
        foreach (var file in Directory.EnumerateFiles(_folder.Secrets))
            Assert.Equal((file, Owner), (file, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void NoFileNamesAPathOfThisRepository() => Assert.All(
        _folder.Files, file => Assert.DoesNotContain(Repository.Root, File.ReadAllText(file), StringComparison.Ordinal));

    /// <summary>Both read the same file; a shell is a third reader that is on every machine.</summary>
    [Fact]
    public async Task AShellReadsTheSameValues()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a POSIX shell; run this test on Linux or macOS.");
        var run = await Command.RunAsync("sh", ["-c", $". '{_folder.Root}/env/dialog.env'; printf %s \"$Persona\""]);

        Assert.Equal((0, PublishedWithSecrets.Settings["Persona"]), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task SystemdAcceptsTheUnits()
    {
        Assert.SkipUnless(Testing.Machine.Has("systemd-analyze"), "systemd-analyze is not on the PATH: apt-get install systemd");
        Assert.SkipUnless(Testing.Machine.Has("redis-server") && Testing.Machine.Has("prometheus"), "systemd-analyze looks for the programs: apt-get install redis-server prometheus");
        // It also looks for the services' programs, which this folder does not have.
        var units = Directory.EnumerateFiles(Path.Combine(_folder.Root, "systemd")).ToList();
        foreach (var program in units.SelectMany(File.ReadLines).Where(line => line.StartsWith($"ExecStart={_folder.Root}", StringComparison.Ordinal)).Select(line => line["ExecStart=".Length..]))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(program)!);
            await Command.RunAsync("install", ["-m", "755", "/bin/true", program]);
        }

        var run = await Command.RunAsync("systemd-analyze", ["verify", "--man=no", .. units]);

        // Restarts after growing pauses came with systemd 254; an earlier one ignores the settings.
        var complaints = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains("RestartSteps", StringComparison.Ordinal) && !line.Contains("RestartMaxDelaySec", StringComparison.Ordinal));
        Assert.Empty(complaints);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void AUnitProtectsTheMachineAndLetsRunningAnswersFinish()
    {
        var unit = _folder.Read("systemd", "wisdomwave-dialog.service").Split('\n');

        foreach (var line in (string[])[
            "Type=notify", "User=wisdomwave", "Restart=always", "KillMode=mixed", "TimeoutStopSec=30", "OOMPolicy=continue", "MemoryMax=2048M", "StateDirectory=wisdomwave",
            "ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "PartOf=wisdomwave.target",
            $"ExecStart={_folder.Root}/services/dialog/WisdomWave.Dialog", $"EnvironmentFile={_folder.Root}/env/dialog.env", $"EnvironmentFile={_folder.Root}/secrets/dialog.env"])
            Assert.Contains(line, unit);
        // It stops after ingress, which uses it, and before completion.
        Assert.Contains("After=network-online.target wisdomwave-cache.service wisdomwave-completion.service", unit);
        Assert.Contains("wisdomwave-dialog.service", _folder.Read("systemd", "wisdomwave-ingress.service").Split('\n').Single(line => line.StartsWith("After=", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void TheCacheGetsItsPasswordAsACredential()
    {
        var unit = _folder.Read("systemd", "wisdomwave-cache.service");

        Assert.Contains($"LoadCredential=cache.conf:{_folder.Root}/secrets/cache.conf\n", unit, StringComparison.Ordinal);
        Assert.Contains("redis-server ${CREDENTIALS_DIRECTORY}/cache.conf --bind 127.0.0.1 --port 6380 --save \"\" ", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void TheComposeFileHasTheServicesAndContainersOfTheTopology()
    {
        var services = Map(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(_folder.Read("compose.yaml"))["services"]);

        Assert.Equal(["cache", "completion", "dialog", "grafana", "ingress", "prometheus"], services.Keys.Cast<string>().Order());
        foreach (var (name, definition) in services)
        {
            var service = Map(definition);
            Assert.True(service.ContainsKey("healthcheck"), $"{name} has no health check.");
            Assert.Equal(("true", "always"), ((string)service["read_only"], (string)service["restart"]));
            if (service.TryGetValue("ports", out var ports))
                Assert.All(List(ports), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
            if (service.TryGetValue("env_file", out var files))
                Assert.All(List(files), file => Assert.True(File.Exists(Path.Combine(_folder.Root, file)), $"{name} names {file}."));
            Assert.Matches(PinnedImage(), (string)service["image"]);
        }

        Assert.Equal(
            [ContainerImage.Cache.Reference, ContainerImage.Prometheus.Reference, ContainerImage.Grafana.Reference],
            ((string[])["cache", "prometheus", "grafana"]).Select(name => (string)Map(services[name])["image"]));
        Assert.Equal("http://completion:5203", Map(Map(services["dialog"])["environment"])["services__completion__http2__0"]);
        Assert.Equal("http://*:5102;http://*:5202", Map(Map(services["dialog"])["environment"])["ASPNETCORE_URLS"]);
        Assert.StartsWith("cache:6379,password=", EnvironmentFile.Read(_folder.Read("secrets", "completion.compose.env"))["ConnectionStrings__cache"], StringComparison.Ordinal);
    }

    [Fact]
    public void ABindMountOfTheComposeFileIsInTheFolder()
    {
        var services = Map(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(_folder.Read("compose.yaml"))["services"]);
        var sources = services.Values.Select(Map).Where(service => service.ContainsKey("volumes")).SelectMany(service => List(service["volumes"]))
            .Select(mount => mount.Split(':')[0]).Where(source => source.StartsWith('.') || source.StartsWith('/')).Distinct().ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.True(Path.Exists(Path.Combine(_folder.Root, source)) && source.StartsWith("./", StringComparison.Ordinal), source));
    }

    [Fact]
    public async Task DockerComposeAcceptsTheFile()
    {
        string[] compose = await Command.RunAsync("sh", ["-c", "docker compose version"]) is { ExitCode: 0 } ? ["docker", "compose"] : ["docker-compose"];
        Assert.SkipUnless(compose.Length == 2 || Testing.Machine.Has("docker-compose"), "Docker Compose is not installed: apt-get install docker-compose");

        var run = await Command.RunAsync(compose[0], [.. compose[1..], "-f", Path.Combine(_folder.Root, "compose.yaml"), "config"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var dialog = Map(Map(Map(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(run.Output)["services"])["dialog"])["environment"]);
        // The output writes a $ twice, so that it can be read again.
        Assert.Equal(PublishedWithSecrets.Settings["Persona"], ((string)dialog["Persona"]).Replace("$$", "$", StringComparison.Ordinal));
        Assert.Equal(PublishedWithSecrets.Secrets[5], dialog["WISDOMWAVE_SERVICE_KEY"]);
    }

    [Fact]
    public void PrometheusAndGrafanaHaveTheirFiles()
    {
        Assert.Contains("localhost:5102", _folder.Read("monitoring", "prometheus", "scrape.yml"), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "WisdomWave.AppHost", "Monitoring", "prometheus", "rules.yml")), _folder.Read("monitoring", "prometheus", "rules.yml"));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_folder.Root, "monitoring", "grafana", "boards"), "*.json").Length);
    }

    private static TopologyModel Topology()
    {
        var configuration = PublishedWithSecrets.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)).ToArray();
        var read = new ConfigurationBuilder().AddInMemoryCollection(configuration).Build();
        var settings = FolderSettings.For(Settings.Read(read, Path.Combine(Repository.Root, "WisdomWave.AppHost"), []), read, []);
        return TopologyModel.Of(settings, TestSettings.MachineWith("redis-server", "prometheus"), configuration);
    }

    private static bool IsForDevelopment(string name) =>
        name.StartsWith("OTEL_", StringComparison.Ordinal)
        || name.StartsWith("LOGGING__CONSOLE", StringComparison.OrdinalIgnoreCase)
        || name is "ASPNETCORE_URLS" or "HTTP_PORTS" or "DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION";

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;

    private static IEnumerable<string> List(object node) => ((IEnumerable)node).Cast<string>();

    [GeneratedRegex(@":(?!latest$)[\w.-]+$")]
    private static partial Regex PinnedImage();
}
