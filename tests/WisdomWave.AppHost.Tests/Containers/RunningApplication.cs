using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace WisdomWave.AppHost.Tests.Containers;

/// <summary>Runs the application in a process of its own, on an engine that run.sh has started.</summary>
internal sealed class RunningApplication : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private RunningApplication(Process process, int cache, int prometheus, int grafana, int playground)
    {
        _process = process;
        (Cache, Prometheus, Grafana, Playground) = (cache, prometheus, grafana, playground);
        process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private int Cache { get; }

    private int Prometheus { get; }

    private int Grafana { get; }

    private int Playground { get; }

    public string Output => string.Join('\n', _output);

    public static RunningApplication Start(string dataDirectory, string containers = "auto")
    {
        var ports = FreePorts(4);
        var start = new ProcessStartInfo("dotnet", [AppHostProgram.File]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in TestSettings.FreePorts)
            start.Environment[name] = value;
        foreach (var (name, port) in ((string, int)[])[("Cache", ports[0]), ("Prometheus", ports[1]), ("Grafana", ports[2]), ("Playground", ports[3])])
            start.Environment[$"Ports__{name}"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["WISDOMWAVE_DATA_DIR"] = dataDirectory;
        start.Environment["WISDOMWAVE_CONTAINERS"] = containers;
        return new RunningApplication(Process.Start(start)!, ports[0], ports[1], ports[2], ports[3]);
    }

    public async Task ChatPageAnswersAsync() => await EventuallyAsync("the chat page answers", async () =>
        (await Http.GetAsync($"http://localhost:{Playground}/", Token)).IsSuccessStatusCode);

    public async Task GrafanaAnswersAsync() => await EventuallyAsync("Grafana answers", async () =>
        (await Http.GetAsync($"http://localhost:{Grafana}/api/health", Token)).IsSuccessStatusCode);

    /// <returns>The address of each service, as Prometheus calls it.</returns>
    public async Task<string[]> PrometheusScrapesAllServicesAsync()
    {
        string[] instances = [];
        await PrometheusAnswersAsync("Prometheus scrapes all three services", "targets", data =>
        {
            instances = [.. data.GetProperty("activeTargets").EnumerateArray()
                .Where(target => target.GetProperty("health").GetString() == "up")
                .Select(target => target.GetProperty("labels").GetProperty("instance").GetString()!)];
            return instances.Length == 3;
        });
        return instances;
    }

    /// <summary>Applications of other tests, which used other ports, may have left values in the same volume.</summary>
    public async Task PrometheusRemembersAsync(string[] instances, DateTimeOffset moment) => await PrometheusAnswersAsync(
        $"Prometheus has what it scraped before from {string.Join(", ", instances)}",
        $"query?query=up&time={moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}",
        data => instances.Except(data.GetProperty("result").EnumerateArray()
            .Select(series => series.GetProperty("metric").GetProperty("instance").GetString()!)).Any() is false);

    private async Task PrometheusAnswersAsync(string what, string question, Func<JsonElement, bool> isExpected)
    {
        var answer = "nothing";
        await EventuallyAsync(what, async () =>
        {
            answer = await Http.GetStringAsync($"http://localhost:{Prometheus}/api/v1/{question}", Token);
            using var document = JsonDocument.Parse(answer);
            return isExpected(document.RootElement.GetProperty("data"));
        }, () => $"Its last answer: {answer}");
    }

    public async Task CacheAnswersAsync(string command, string expected) =>
        await EventuallyAsync($"the cache answers {command} with {expected}", async () =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Cache, Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {await CachePasswordAsync()}\r\n{command}\r\nQUIT\r\n"), Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return (await reader.ReadToEndAsync(Token)).Contains(expected, StringComparison.Ordinal);
        });

    /// <summary>What the engine knows of a container was on its command line.</summary>
    public static async Task NoContainerShowsTheCachesPasswordAsync()
    {
        var password = await CachePasswordAsync();
        Assert.NotNull(password);
        var known = await DockerAsync(["inspect", .. await DockerAsync("ps", "-aq")]);
        Assert.DoesNotContain(known, line => line.Contains(password, StringComparison.Ordinal));
    }

    private static async Task<string?> CachePasswordAsync()
    {
        const string Option = "requirepass ";
        var containers = await DockerAsync("ps", "-q", "--filter", "name=cache-");
        return containers is [var container]
            ? (await DockerAsync("exec", container, "cat", "/etc/wisdomwave/cache.conf"))
                .FirstOrDefault(line => line.StartsWith(Option, StringComparison.Ordinal))?[Option.Length..]
            : null;
    }

    public async Task HasWrittenAsync(string sentence) =>
        await EventuallyAsync($"the application writes “{sentence}”", () => Task.FromResult(Output.Contains(sentence, StringComparison.Ordinal)));

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(Token).WaitAsync(Patience, Token);
        return _process.ExitCode;
    }

    public async Task StopAsync()
    {
        await Command.RunAsync("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await WaitForExitAsync();
        await EventuallyAsync("no container is left", async () => (await DockerAsync("ps", "-aq")).Length == 0);
    }

    private async Task EventuallyAsync(string what, Func<Task<bool>> condition, Func<string>? seen = null)
    {
        var began = Stopwatch.GetTimestamp();
        Exception? last = null;
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            try
            {
                if (await condition())
                    return;
                last = null;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or IOException or TaskCanceledException && !Token.IsCancellationRequested)
            {
                last = e;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), Token);
        }

        Assert.Fail($"Not within {Patience.TotalMinutes:0} minutes: {what}. {last?.Message} {seen?.Invoke()}\n{Output}");
    }

    public async ValueTask DisposeAsync()
    {
        // After a failed test the orchestrator would remove the containers later, but the next test needs an empty engine now.
        if (!_process.HasExited)
        {
            _process.Kill();
            foreach (var container in await DockerAsync("ps", "-aq"))
                await Command.RunAsync("docker", ["rm", "--force", container]);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    public static async Task<string[]> DockerAsync(params string[] arguments)
    {
        var run = await Command.RunAsync("docker", arguments);
        Assert.True(run.ExitCode == 0, $"docker {string.Join(' ', arguments)}: {run.Errors}");
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Holds all ports at once, so that they differ.</summary>
    private static int[] FreePorts(int count)
    {
        using var claim = new PortClaim([]);
        return [.. Enumerable.Range(0, count).Select(_ => claim.Take(0, "a test"))];
    }
}
