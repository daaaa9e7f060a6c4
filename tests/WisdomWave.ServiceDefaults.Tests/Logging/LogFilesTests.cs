using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Tests.Logging;

public sealed partial class LogFilesTests : IDisposable
{
    private const string BotToken = "123456:AAFq3T-x_81kZbcdefGHIJKLmnopQRSTuvw";
    private const string Key = "sk-proj-abcdefghijklmnop";

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"wisdomwave-logs-{Guid.NewGuid():N}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ALineHasItsTraceAndTheValuesOfItsMessageAndNoSecrets()
    {
        using var source = new ActivitySource("WisdomWave.Tests.LogFiles");
        using var listener = new ActivityListener
        {
            ShouldListenTo = one => one == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var turn = Guid.CreateVersion7();
        string trace;
        using (var activity = source.StartActivity("turn"))
        {
            trace = activity!.TraceId.ToString();
            await LogAsync(logger =>
            {
                using var scope = logger.BeginScope(new Dictionary<string, object> { ["RequestPath"] = "/secret/path" });
                Failed(logger, new InvalidOperationException($"exception {Key}"), turn, new Uri($"http://telegram/bot{BotToken}/getMe"));
            });
        }

        var text = Assert.Single(Lines(), line => line.Contains("failed to send", StringComparison.Ordinal));
        var line = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"{turn} failed to send to http://telegram/bot123456:***/getMe", line.GetProperty("@m").GetString());
        Assert.Equal(
            ("Error", trace, turn, typeof(LogFilesTests).FullName),
            (line.GetProperty("@l").GetString(), line.GetProperty("@tr").GetString(), line.GetProperty("Turn").GetGuid(), line.GetProperty("SourceContext").GetString()));
        Assert.Contains("exception sk-***", line.GetProperty("@x").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(BotToken, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain("/secret/path", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecretThatOnlyTheWholeMessageRevealsIsRedacted()
    {
        await LogAsync(logger =>
        {
            Called(logger, "Basic c2VjcmV0");
#pragma warning disable CA1848, CA2254, CA1873 // Other libraries do this.
            logger.LogWarning($"asked /bot{BotToken}/getMe");
#pragma warning restore CA1848, CA2254, CA1873
        });

        var text = string.Concat(Lines());
        Assert.Contains("called with Authorization: ***", text, StringComparison.Ordinal);
        Assert.Contains("asked /bot123456:***/getMe", text, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", text, StringComparison.Ordinal);
        Assert.DoesNotContain(BotToken, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheFilesOfAServiceHaveALimitedSize()
    {
        var kilobyte = new string('x', 1024);
        await LogAsync(
            logger =>
            {
                for (var i = 0; i < 5 * 1024; i++)
                    Said(logger, kilobyte);
            },
            "--Logging:Console:LogLevel:Default=None",
            "--Logging:Files:FileMegabytes=1",
            "--Logging:Files:TotalMegabytes=2");

        var files = LogFiles();
        Assert.Equal(2, files.Length);
        // A file ends with the line that reaches the limit.
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, (1024 * 1024) + 8192));
    }

    [Fact]
    public async Task OnlyTheOwnerCanReadTheFiles()
    {
        // An existing directory keeps its mode.
        Directory.CreateDirectory(_directory);
        await LogAsync(logger => Said(logger, "hello"));

        // Windows has no such modes.
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(LogFiles())));
    }

    [Fact]
    public async Task TwoProcessesOfAServiceWriteFilesOfTheirOwn()
    {
        await LogAsync(logger =>
        {
            LogAsync(other => Said(other, "second")).GetAwaiter().GetResult();
            Said(logger, "first");
        });

        Assert.Contains(File.ReadAllLines(LogFiles().Single(file => !file.Contains("-2-", StringComparison.Ordinal))), line => line.Contains("said first", StringComparison.Ordinal));
        Assert.Contains(File.ReadAllLines(LogFiles().Single(file => file.Contains("-2-", StringComparison.Ordinal))), line => line.Contains("said second", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--Logging:Files:RetainedFor=00:00:01", "Logging:Files:RetainedFor is shorter than a day; a good value is 14.00:00:00.")]
    [InlineData("--Logging:Files:FileMegabytes=0", "Logging:Files:FileMegabytes is not from 1 to 1024; a good value is 5.")]
    [InlineData("--Logging:Files:TotalMegabytes=5", "Logging:Files:TotalMegabytes holds less than two files; a good value is 200.")]
    public async Task AnUnusableSettingIsReported(string setting, string message)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => LogAsync(_ => { }, setting));
        Assert.Contains(message, failure.Failures);
    }

    [Fact]
    public async Task ADirectoryThatCannotBeCreatedIsReported()
    {
        await File.WriteAllTextAsync(_directory, "a file", Token);
        try
        {
            var failure = await Assert.ThrowsAnyAsync<Exception>(() => LogAsync(_ => { }));
            Assert.Contains("set Logging:Files:Directory to a writable directory", StartupFailure.Describe(failure), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(_directory);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Runs a service that logs and stops, which writes all lines.</summary>
    private async Task LogAsync(Action<ILogger> log, params string[] settings)
    {
        var builder = TestService.CreateBuilder([$"--Logging:Files:Directory={_directory}", .. settings]);
        await using var app = builder.Build();
        await app.StartAsync(Token);
        log(app.Services.GetRequiredService<ILogger<LogFilesTests>>());
        await app.StopAsync(Token);
    }

    private string[] LogFiles() => Directory.GetFiles(_directory, "*.json");

    private string[] Lines() => [.. LogFiles().SelectMany(File.ReadAllLines)];

    [LoggerMessage(Level = LogLevel.Error, Message = "{Turn} failed to send to {Address}")]
    private static partial void Failed(ILogger logger, Exception exception, Guid turn, Uri address);

    [LoggerMessage(Level = LogLevel.Information, Message = "called with Authorization: {Header}")]
    private static partial void Called(ILogger logger, string header);

    [LoggerMessage(Level = LogLevel.Information, Message = "said {Text}")]
    private static partial void Said(ILogger logger, string text);
}
