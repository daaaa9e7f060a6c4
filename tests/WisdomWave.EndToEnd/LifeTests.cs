using System.Diagnostics;
using System.Globalization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

public sealed class LifeTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithATokenAndAKeyItTalksToThoseServersAndRemembersAcrossARestart()
    {
        await using var outside = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var folder = Directory.CreateTempSubdirectory("wisdomwave-life-").FullName;
        var settings = new Dictionary<string, string>
        {
            ["TELEGRAM_BOT_TOKEN"] = PlaygroundServer.BotToken,
            ["TELEGRAM_API_BASE_URL"] = outside.Address.ToString(),
            ["OPENAI_API_KEY"] = "sk-of-the-end-to-end-test",
            ["OPENAI_BASE_URL"] = outside.OpenAiAddress.ToString(),
        };

        await using (var application = await Application.StartAsync(folder, settings))
        {
            Assert.Null(application.Find("Chat page"));
            await outside.Ann.SayAsync("My name is Ann", cancellationToken: Token);
            await outside.Ann.ReadAnswerAsync(cancellationToken: Token);

            var stopping = await application.StopAsync();
            Assert.Empty(application.LeftOver());
            Assert.InRange(stopping, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            Assert.DoesNotContain(PlaygroundServer.BotToken, application.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("sk-of-the-end-to-end-test", application.Output, StringComparison.Ordinal);
        }

        // Written while nobody listens: Telegram keeps it.
        await outside.Ann.SayAsync("What is my name?", cancellationToken: Token);
        await using (await Application.StartAsync(folder, settings))
        {
            var answer = await outside.Ann.ReadAnswerAsync(cancellationToken: Token);
            Assert.Contains("Ann", answer.Text, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AStopLetsTheAnswerThatIsBeingWrittenArrive()
    {
        await using var outside = await PlaygroundServer.StartAsync(options => options.TokenDelay = TimeSpan.FromMilliseconds(20), cancellationToken: Token);
        var folder = Directory.CreateTempSubdirectory("wisdomwave-life-").FullName;
        var settings = new Dictionary<string, string>
        {
            ["TELEGRAM_BOT_TOKEN"] = PlaygroundServer.BotToken,
            ["TELEGRAM_API_BASE_URL"] = outside.Address.ToString(),
            ["OPENAI_API_KEY"] = "sk-of-the-end-to-end-test",
            ["OPENAI_BASE_URL"] = outside.OpenAiAddress.ToString(),
        };
        await using var application = await Application.StartAsync(folder, settings);
        await outside.Ann.SayAsync("long 5", cancellationToken: Token);
        var growing = await outside.Ann.ReadAnswerAsync(message => message.Text?.Length > 20, Token);

        await application.StopAsync();

        var call = Assert.Single(await outside.Client.ModelCallsAsync(cancellationToken: Token));
        Assert.False(call.Cancelled);
        var answer = (await outside.Ann.ReadAllAsync()).Single(message => message.MessageId == growing.MessageId);
        Assert.True(answer.Text!.Length > growing.Text!.Length);
        Assert.DoesNotContain(
            answer.ReplyMarkup?.InlineKeyboard?.SelectMany(row => row) ?? [],
            button => button.CallbackData is { } data && data.StartsWith(ButtonData.Stop, StringComparison.Ordinal));
        Assert.Empty(application.LeftOver());
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Dialog")]
    [InlineData("Ingress")]
    public async Task AServiceThatDiesIsStartedAgain(string service)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the service's process through /proc: run this test on Linux");
        var folder = Directory.CreateTempSubdirectory("wisdomwave-life-").FullName;
        await using (var application = await Application.StartAsync(folder))
        {
            await using var playground = new PlaygroundClient(application.Find("Chat page")!);
            await playground.Ann.SayAsync("My name is Ann", cancellationToken: Token);
            await playground.Ann.ReadAnswerAsync(cancellationToken: Token);

            // "4711 dotnet …/WisdomWave.Dialog.dll"
            var process = application.LeftOver().Single(running => running.Contains($"WisdomWave.{service}.dll", StringComparison.Ordinal));
            using (var victim = Process.GetProcessById(int.Parse(process.Split(' ')[0], CultureInfo.InvariantCulture)))
                victim.Kill();

            await playground.Ann.SayAsync("What is my name?", cancellationToken: Token);
            Assert.Contains("Ann", (await playground.Ann.ReadAnswerAsync(cancellationToken: Token)).Text, StringComparison.Ordinal);
            Assert.Contains($"{service.ToLowerInvariant()} has died (exit code 137); it is started again in 1 s.", application.Output, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("MAX_TOKENS", "many", "MAX_TOKENS")]
    [InlineData("TELEGRAM_BOT_TOKEN", "not-a-token", "TELEGRAM_BOT_TOKEN")]
    [InlineData("OPENAI_BASE_URL", "localhost", "OPENAI_BASE_URL")]
    public async Task AMalformedSettingStopsTheStartWithOneSentence(string name, string value, string named)
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-life-").FullName;

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Application.StartAsync(folder, new Dictionary<string, string> { [name] = value }));

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Contains("for example", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ADamagedDatabaseStopsTheStartWithOneSentence()
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-life-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "dialog.db"), new string('x', 10_000), Token);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Application.StartAsync(folder));

        Assert.Contains($"The database is damaged ({folder}/dialog.db)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
