using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests;

/// <summary>The real service in its own process, which a test can kill and start again over the same database.</summary>
internal sealed partial class DialogProcess(string folder, string completion, params string[] settings) : IDisposable
{
    private readonly StringBuilder _output = new();
    private Process? _process;
    private HttpClient? _http;

    /// <summary>The length of the output before the last start.</summary>
    private int _before;

    public HttpClient Http => _http ?? throw new InvalidOperationException("The process has not started.");

    /// <summary>Everything that the process has printed, in all its starts.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Begin();
        var address = await Eventually.GetAsync(
            () =>
            {
                Assert.False(_process!.HasExited, Output);
                return Task.FromResult(Listening().Match(Output, _before) is { Success: true } match ? match.Groups[1].Value : null);
            },
            () => $"dialog listens: {Output}");
        _http = new HttpClient { BaseAddress = new Uri(address), Timeout = Eventually.Limit };
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.False(_process!.HasExited, Output);
                using var response = await _http.GetAsync("/health", cancellationToken);
                return response.IsSuccessStatusCode;
            },
            "dialog is healthy");
    }

    /// <summary>Starts the process without waiting until it is healthy.</summary>
    public void Begin()
    {
        // The system chooses the port when the service binds to it, so that no other process can take it in between.
        _before = Output.Length;
        var program = Path.Combine(AppContext.BaseDirectory, "WisdomWave.Dialog.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--urls=http://127.0.0.1:0", $"--WISDOMWAVE_DATA_DIR={folder}", $"--services:completion:http:0={completion}", "--Access:Open=true", .. settings])
        {
            RedirectStandardOutput = true,
            // As the app host starts it.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => AppendLine(line.Data);
        _process.ErrorDataReceived += (_, line) => AppendLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Kills the process without any shutdown, like a power cut.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        _http?.Dispose();
        _http = null;
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.Dispose();
        _http?.Dispose();
    }

    private void AppendLine(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    // 12:00:00.000 info Lifetime: Now listening on: http://127.0.0.1:45678
    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
