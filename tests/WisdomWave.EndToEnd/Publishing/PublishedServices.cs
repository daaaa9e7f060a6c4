using System.Diagnostics;
using System.Net.Http.Headers;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Publishing;

/// <summary>
/// A folder that <c>publish --output DIR</c> has written, and its services as processes, with the playground in place of Telegram and the model.
/// It is published once, without ReadyToRun: that takes three times as long, and changes only how fast a service starts.
/// </summary>
public sealed class PublishedServices : IAsyncLifetime
{
    public const string Key = "sk-of-the-published-folder-0123456789";

    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(15);

    private readonly string _temporary = Directory.CreateTempSubdirectory("wisdomwave-lean-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private PlaygroundServer? _outside;
    private IReadOnlyDictionary<string, UnitProcess> _units = new Dictionary<string, UnitProcess>();

    public string Root => Path.Combine(_temporary, "wisdomwave");

    public PlaygroundClient People => _outside!.Client;

    internal UnitProcess this[string name] => _units[name];

    /// <summary>In the order in which systemd starts them.</summary>
    internal IReadOnlyList<string> Services { get; } = ["completion", "dialog", "ingress"];

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return;

        _outside = await PlaygroundServer.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["TELEGRAM_BOT_TOKEN"] = PlaygroundServer.BotToken,
            ["TELEGRAM_API_BASE_URL"] = _outside.Address.ToString(),
            ["OPENAI_API_KEY"] = Key,
            ["OPENAI_BASE_URL"] = _outside.OpenAiAddress.ToString(),
            ["Access__Open"] = "true",
        };
        await PublishAsync(settings, "--no-ready-to-run");

        // A build takes minutes, in which another process could take a free port.
        var ports = Machine.FreePorts(6);
        foreach (var (name, port) in ((string[])["Ingress", "Dialog", "DialogHttp2", "Completion", "CompletionHttp2", "Cache"]).Zip(ports))
            settings[$"Ports__{name}"] = $"{port}";
        await PublishAsync(settings, "--no-build");

        var key = File.ReadLines(Path.Combine(Root, "secrets", "dialog.env")).Single(line => line.StartsWith("WISDOMWAVE_SERVICE_KEY=", StringComparison.Ordinal)).Split('\'')[1];
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var dialog = new Uri($"http://127.0.0.1:{ports[1]}");
        People.HasDelivered = (person, cancellationToken) =>
            UndeliveredTurns.AreNoneAsync(_http, dialog, long.Parse(PlaygroundServer.BotToken.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture), person.ChatId, cancellationToken);

        _units = Services.Append("cache").ToDictionary(
            name => name, name => new UnitProcess(Path.Combine(Root, "systemd", $"wisdomwave-{name}.service"), Path.Combine(_temporary, name)));
        if (Machine.Has("redis-server"))
            await this["cache"].StartAsync(CancellationToken.None);
        foreach (var service in Services)
        {
            await this[service].StartAsync(CancellationToken.None);
            await this[service].UntilReadyAsync();
        }
    }

    /// <summary>What all of them have written so far.</summary>
    public string Logs() => string.Join('\n', Services.Select(service => File.ReadAllText(this[service].LogFile)));

    public async ValueTask DisposeAsync()
    {
        foreach (var unit in _units.Values.Reverse())
            await unit.DisposeAsync();
        if (_outside is not null)
            await _outside.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_temporary, recursive: true);
    }

    private async Task PublishAsync(Dictionary<string, string> settings, string option)
    {
        // …/tests/WisdomWave.EndToEnd/bin/Debug/net10.0/ → Debug/net10.0
        var output = Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "WisdomWave.EndToEnd", "bin"), AppContext.BaseDirectory);
        var program = Path.Combine(Repository.Root, "WisdomWave.AppHost", "bin", output, "WisdomWave.AppHost.dll");
        var start = new ProcessStartInfo("dotnet", [program, "publish", "--output", Root, option]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["APPDATA"] = Path.Combine(_temporary, "appdata");
        foreach (var name in TestSettings.OwnBotsAndModels())
            start.Environment.Remove(name);
        foreach (var (name, value) in TestSettings.Of(Path.Combine(_temporary, "data"), settings))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(PublishLimit);
        var lines = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"publish failed:\n{await lines}\n{errors}");
    }
}
