using System.Diagnostics;
using System.Globalization;

namespace WisdomWave.Ingress.Tests.Fixtures;

/// <summary>Ingress in a separate process that can be killed.</summary>
internal sealed class IngressProcess : IDisposable
{
    private readonly Process _process;

    private IngressProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <param name="settings">See <see cref="IngressHost.Settings"/>.</param>
    /// <param name="heapMegabytes">Heap limit; beyond it the process ends.</param>
    /// <returns>The process, once it listens.</returns>
    public static async Task<IngressProcess> StartAsync(IEnumerable<string> settings, int? heapMegabytes = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(IngressApp).Assembly.Location, .. settings])
        {
            RedirectStandardOutput = true,
            // As the app host starts it.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
            WorkingDirectory = Path.GetTempPath(),
        };
        if (heapMegabytes is { } most)
            start.Environment["DOTNET_GCHeapHardLimit"] = (most * 1024L * 1024).ToString("X", CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            const string listening = "Now listening on: ";
            if (line.Data?.IndexOf(listening, StringComparison.Ordinal) is >= 0 and var at)
                address.TrySetResult(new Uri(line.Data[(at + listening.Length)..]));
        };
        process.BeginOutputReadLine();
        return new IngressProcess(process, await address.Task.WaitAsync(Eventually.Limit));
    }

    public bool HasExited => _process.HasExited;

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
