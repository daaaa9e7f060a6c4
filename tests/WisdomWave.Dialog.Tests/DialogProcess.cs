using System.Diagnostics;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests;

/// <summary>The real service in a process of its own, which a test may kill: over one database, start after start.</summary>
internal sealed class DialogProcess(string folder, string completion) : IDisposable
{
    private readonly System.Text.StringBuilder _output = new();
    private Process? _process;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Everything that it has printed, over all its starts.</summary>
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

    /// <summary>Starts it without waiting until it is up.</summary>
    public void Begin()
    {
        // Chosen for each start: while it is down, others may take the port.
        var address = $"http://127.0.0.1:{Machine.FreePort()}";
        var program = Path.Combine(AppContext.BaseDirectory, "WisdomWave.Dialog.dll");
        var start = new ProcessStartInfo("dotnet", [program, $"--urls={address}", $"--WISDOMWAVE_DATA_DIR={folder}", $"--services:completion:http:0={completion}", "--Access:Open=true"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>As a power cut or the kernel does it.</summary>
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

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
