using System.Net;
using System.Net.Sockets;

namespace WisdomWave.AppHost.Tests.Startup;

public sealed class FailedStartTests
{
    [Fact]
    public async Task EachInvalidSettingFailsTheStartWithASentence()
    {
        var run = await Command.RunAsync("dotnet", [AppHostProgram.File], new(TestSettings.FreePorts)
        {
            ["TELEGRAM_BOT_TOKEN"] = "not-a-token",
            ["MAX_TOKENS"] = "lots",
            ["WISDOMWAVE_CONTAINERS"] = "never",
            ["WISDOMWAVE_DATA_DIR"] = TestSettings.Empty.DataDirectory,
        });

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal(
            [
                "TELEGRAM_BOT_TOKEN is not a bot token; set the token that @BotFather gave you, for example 123456789:AAExample…",
                "MAX_TOKENS must be a whole number of at least 500, for example 16000.",
            ],
            Lines(run.Errors));
    }

    [Fact]
    public async Task InvalidUserSecretsFailTheStartWithOneSentence()
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-secrets-").FullName;
        var secrets = Path.Combine(folder, "Microsoft", "UserSecrets", "wisdomwave", "secrets.json");
        Directory.CreateDirectory(Path.GetDirectoryName(secrets)!);
        await File.WriteAllTextAsync(secrets, """{ "TELEGRAM_BOT_TOKEN": "123456789:secret" """, TestContext.Current.CancellationToken);

        var run = await Command.RunAsync("dotnet", [AppHostProgram.File], new(TestSettings.FreePorts) { ["APPDATA"] = folder, ["DOTNET_ENVIRONMENT"] = "Development" });

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"Failed to load configuration from file '{secrets}'. ", Assert.Single(Lines(run.Errors)), StringComparison.Ordinal);
        Assert.DoesNotContain("secret\"", run.Errors, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task SettingsAndPortsAreCheckedBeforeTheEngine()
    {
        FakeEngine.SkipWithoutShell();
        using var fake = new FakeEngine();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var run = await Command.RunAsync("dotnet", [AppHostProgram.File], new(await fake.WriteForAppHostAsync()) { ["Stopping__Timeout"] = "abc", ["Ports__Dialog"] = $"{port}" });

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            [
                "Stopping__Timeout must be a time from 0 to 1 h, for example 00:00:20.",
                $"Port {port} for dialog is in use; free it, or set Ports__Dialog to another port, or to 0 for a free port.",
            ],
            Lines(run.Errors));
        Assert.False(fake.IsUsed);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
