using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Tests.Startup;

public sealed class ServiceRunTests
{
    private sealed class Settings
    {
        public TimeSpan Patience { get; set; }

        public string Name { get; set; } = "";
    }

    [Fact]
    public async Task AMissingSettingFailsTheStartWithOneSentence()
    {
        var (exitCode, stderr) = await RunAsync(builder => builder.Services.AddOptions<Settings>()
            .Require("MODEL_NAME", s => s.Name.Length > 0, "is missing", "gpt-5-mini").ValidateOnStart());

        Assert.Equal((1, "MODEL_NAME is missing; a good value is gpt-5-mini." + Environment.NewLine), (exitCode, stderr));
    }

    [Fact]
    public async Task AnInvalidSettingFailsTheStartWithOneSentence()
    {
        var (exitCode, stderr) = await RunAsync(
            builder => builder.Services.AddOptions<Settings>().BindConfiguration("My").Validate(_ => true).ValidateOnStart(), "--My:Patience=soon");

        Assert.Equal(1, exitCode);
        Assert.Equal("Failed to convert configuration value 'soon' at 'My:Patience' to type 'System.TimeSpan'." + Environment.NewLine, stderr);
    }

    [Fact]
    public async Task APortInUseFailsTheStartWithOneSentence()
    {
        await using var first = TestService.CreateBuilder().Build();
        await first.StartAsync(TestContext.Current.CancellationToken);
        var address = first.Address().GetLeftPart(UriPartial.Authority);

        var stderr = new StringWriter();
        var exitCode = await ServiceRun.RunAsync(
            () =>
            {
                var app = TestService.CreateBuilder().Build();
                app.Urls.Clear();
                app.Urls.Add(address);
                return app;
            },
            stderr);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"{address} is in use: stop the program that listens there, or set ASPNETCORE_URLS to a free address such as http://127.0.0.1:5203." + Environment.NewLine,
            stderr.ToString());
    }

    [Fact]
    public async Task AStartupExceptionFailsTheStartWithItsSentence()
    {
        var (exitCode, stderr) = await RunAsync(_ => throw new StartupException("WISDOMWAVE_DATA_DIR\nis read-only."));

        Assert.Equal((1, "WISDOMWAVE_DATA_DIR is read-only." + Environment.NewLine), (exitCode, stderr));
    }

    /// <summary>Orleans and the dependency injection container wrap exceptions from constructors like this.</summary>
    [Fact]
    public async Task AStartupExceptionIsFoundInsideOtherExceptions()
    {
        var (exitCode, stderr) = await RunAsync(_ => throw new InvalidOperationException("No grain.", new TypeLoadException("No type.", new StartupException("TOKEN is missing."))));

        Assert.Equal((1, "TOKEN is missing." + Environment.NewLine), (exitCode, stderr));
    }

    [Fact]
    public async Task AnInvalidSettingsFileFailsTheStartWithOneSentence()
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-settings-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), "{ \"Persona\": ", TestContext.Current.CancellationToken);

        var (exitCode, stderr) = await RunAsync(_ => { }, "--contentRoot", folder);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"Failed to load configuration from file '{Path.Combine(folder, "appsettings.json")}'. ", stderr, StringComparison.Ordinal);
        Assert.Single(stderr.TrimEnd().Split('\n'));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ABugIsReportedWithItsStackTraceButWithoutSecrets()
    {
        var (exitCode, stderr) = await RunAsync(_ => throw new InvalidOperationException("sk-abcdefghijkl"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("System.InvalidOperationException: sk-***" + Environment.NewLine + "   at ", stderr);
    }

    [Fact]
    public async Task AStopDuringTheStartIsNotAFailure()
    {
        var (exitCode, stderr) = await RunAsync(builder => builder.Services.AddHostedService<StopsDuringStart>());

        Assert.Equal((0, ""), (exitCode, stderr));
    }

    [Fact]
    public async Task AStartThatCancelsItselfIsReportedWithItsStackTrace()
    {
        var (exitCode, stderr) = await RunAsync(builder => builder.Services.AddHostedService<CancelsItself>());

        Assert.Equal(1, exitCode);
        Assert.StartsWith("System.Threading.Tasks.TaskCanceledException: the cache did not answer" + Environment.NewLine + "   at ", stderr);
    }

    private sealed class StopsDuringStart(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class CancelsItself : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new TaskCanceledException("the cache did not answer");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static async Task<(int ExitCode, string Stderr)> RunAsync(Action<WebApplicationBuilder> configure, params string[] args)
    {
        var stderr = new StringWriter();
        var exitCode = await ServiceRun.RunAsync(
            () =>
            {
                var builder = TestService.CreateBuilder(args);
                configure(builder);
                return builder.Build();
            },
            stderr);
        return (exitCode, stderr.ToString());
    }
}
