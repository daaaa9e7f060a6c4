using System.Diagnostics;
using System.Globalization;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Machines;

public sealed class ProgramRunTests
{
    /// <summary>Otherwise a download would continue, and block the engine, after the operator has pressed Ctrl+C.</summary>
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task ASignalEndsTheAppHostAndItsDownload(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads the state of processes in /proc; run this test on Linux.");

        using var fake = new FakeEngine { Present = [ContainerImage.Prometheus, ContainerImage.Grafana, ContainerImage.TunnelBase], DownloadStalls = true };

        // A test runner in the background may ignore two of the signals, and its children would inherit that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,TERM,HUP", "dotnet", AppHostProgram.File])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in await fake.WriteForAppHostAsync())
            start.Environment[name] = value;
        using var appHost = Process.Start(start)!;
        var output = appHost.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = appHost.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await Eventually.HoldsAsync(() => File.Exists(fake.PullingFile), "the download has begun");
            var download = int.Parse(await File.ReadAllTextAsync(fake.PullingFile, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
            Assert.True(IsRunning(download));

            await Command.RunAsync("kill", [$"-{signal}", $"{appHost.Id}"]);

            await Eventually.HoldsAsync(() => appHost.HasExited, "the app host has ended");
            await Eventually.HoldsAsync(() => !IsRunning(download), "the download has ended");
            Assert.NotEqual(0, appHost.ExitCode);
            Assert.Equal("", await errors);
            Assert.StartsWith("docker downloads ", await output);
        }
        finally
        {
            if (!appHost.HasExited)
                appHost.Kill(entireProcessTree: true);
        }
    }

    // 4711 (sleep) S 1 …; Z marks a process that has ended but still waits for its parent.
    private static bool IsRunning(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
