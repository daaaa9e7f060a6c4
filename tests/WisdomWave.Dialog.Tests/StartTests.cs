using System.Net;
using System.Net.Sockets;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests;

/// <summary>Starts of the service process that must fail.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-start-").FullName;

    [Theory]
    [InlineData("Questions__Restarts=0", "Questions:Restarts is below 1; a good value is 5.")]
    // Orleans wraps exceptions of grain constructors.
    [InlineData("services__completion__http__0=localhost", "services:completion:http:0 is not an absolute http(s) address; a good value is http://127.0.0.1:5102.")]
    [InlineData("WISDOMWAVE_DATA_DIR=/proc/nowhere", "The data directory cannot be written (/proc/nowhere): set WISDOMWAVE_DATA_DIR to a folder that this user may write to, for instance data.")]
    public async Task AnInvalidSettingStopsTheStartWithOneSentence(string setting, string sentence) =>
        AssertOnly(sentence, await FailAsync(setting));

    [Fact]
    public async Task ADamagedDatabaseStopsTheStartWithOneSentence()
    {
        var database = Path.Combine(_folder, "dialog.db");
        await File.WriteAllTextAsync(database, new string('x', 10_000), TestContext.Current.CancellationToken);

        AssertOnly($"The database is damaged ({database}): restore it from a backup, or move it away to start with an empty one.", await FailAsync());
    }

    [Fact]
    public async Task AnAddressInUseStopsTheStartWithOneSentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        AssertOnly(
            $"{address} is in use: stop the program that listens there, or set ASPNETCORE_URLS to a free address such as http://127.0.0.1:5203.",
            await FailAsync($"ASPNETCORE_URLS={address}"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<FailedStart> FailAsync(params string[] settings) =>
        FailedStart.OfAsync("WisdomWave.Dialog.dll", [$"WISDOMWAVE_DATA_DIR={_folder}", .. settings]);

    // A start may log some lines before it fails, but no stack trace.
    private static void AssertOnly(string sentence, FailedStart failed)
    {
        Assert.Equal((1, sentence), (failed.ExitCode, failed.Stderr));
        Assert.DoesNotContain("   at ", failed.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", failed.Stdout, StringComparison.Ordinal);
    }
}
