using System.Diagnostics;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests;

/// <summary>The real service in its own process, which a test can kill and start again over the same database.</summary>
internal sealed class DialogProcess(string folder, string completion) : IDisposable
{
    private readonly System.Text.StringBuilder _output = new();
    private Process? _process;

    public HttpClient Http { get; private set; } = null!;

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
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.False(_process!.HasExited, Output);
                return await IsHealthyAsync(cancellationToken);
            },
            "dialog is healthy");
    }

    /// <summary>Starts the process without waiting until it is healthy.</summary>
    public void Begin()
    {
        // A new port for each start: another process may take it in between.
        var address = $"http://127.0.0.1:{Machine.FreePort()}";
        var program = Path.Combine(AppContext.BaseDirectory, "WisdomWave.Dialog.dll");
        var start = new ProcessStartInfo("dotnet", [program, $"--urls={address}", $"--WISDOMWAVE_DATA_DIR={folder}", $"--services:completion:http:0={completion}", "--Access:Open=true"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => AppendLine(line.Data);
        _process.ErrorDataReceived += (_, line) => AppendLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Kills the process without any shutdown, like a power cut.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        Http.Dispose();
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.Dispose();
        Http?.Dispose();
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Http.GetAsync("/health", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void AppendLine(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
