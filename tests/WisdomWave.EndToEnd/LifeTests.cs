using System.Text.RegularExpressions;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

[Collection(typeof(OwnApplications))]
public sealed partial class LifeTests(LifeTests.KilledServices killed) : IClassFixture<LifeTests.KilledServices>
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
            ["Access__Open"] = "true",
            ["OPENAI_API_KEY"] = "sk-of-the-end-to-end-test",
            ["OPENAI_BASE_URL"] = outside.OpenAiAddress.ToString(),
        };

        await using (var application = await Application.StartAsync(folder, settings))
        {
            Assert.Null(application.Find("Chat page"));
            await outside.Ann.SayAsync("My name is Ann", cancellationToken: Token);
            await ReadAsync(outside.Ann, "as long as our conversation lasts.");

            await application.StopAsync();
            Assert.DoesNotContain(PlaygroundServer.BotToken, application.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("sk-of-the-end-to-end-test", application.Output, StringComparison.Ordinal);
        }

        // Written while the application is down: Telegram keeps the update.
        await outside.Ann.SayAsync("What is my name?", cancellationToken: Token);
        await using (await Application.StartAsync(folder, settings))
        {
            await ReadAsync(outside.Ann, "Your name is Ann.");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ANewBotIsClaimedWithTheCodeOnTheConsoleAndItsAdminLetsOthersIn()
    {
        await using var outside = await PlaygroundServer.StartAsync(cancellationToken: Token);
        var folder = Directory.CreateTempSubdirectory("wisdomwave-life-").FullName;
        await using (var application = await Application.StartAsync(folder, new Dictionary<string, string>
        {
            ["TELEGRAM_BOT_TOKEN"] = PlaygroundServer.BotToken,
            ["TELEGRAM_API_BASE_URL"] = outside.Address.ToString(),
            ["OPENAI_API_KEY"] = "sk-of-the-end-to-end-test",
            ["OPENAI_BASE_URL"] = outside.OpenAiAddress.ToString(),
        }))
        {
            var (ann, boris) = (outside.Ann, outside.Boris);
            var code = await Eventually.GetAsync(
                () => Task.FromResult(ClaimCode().Match(application.Output) is { Success: true } match ? match.Groups[1].Value : null),
                "the console says how the bot is claimed");
            await boris.SayAsync("hello", cancellationToken: Token);
            await ReadAsync(boris, "has no owner yet");
            await ann.SayAsync($"/start {code}", cancellationToken: Token);
            await ReadAsync(ann, "🔑 You are the admin of this bot now.");

            await boris.SayAsync("hello", cancellationToken: Token);
            var refusal = await boris.ReadAnswerAsync(message => message.ReplyMarkup?.InlineKeyboard?[0][0].CallbackData == "let-me-in", Token);
            await boris.PressAsync(refusal, "let-me-in", Token);
            var question = await ReadAsync(ann, $"🚪 Boris ({boris.Id}) would like to use this bot.");
            await ann.PressAsync(question, $"let-in:{boris.Id}", Token);
            await ReadAsync(boris, "🚪 You have been let in.");
            await boris.SayAsync("My name is Boris", cancellationToken: Token);
            await ReadAsync(boris, "Nice to meet you, Boris!");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Dialog")]
    [InlineData("Ingress")]
    public async Task AKilledServiceRestartsAndTheConsoleSaysSo(string service)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        var (application, playground) = await killed.Application;
        var person = await playground.AddPersonAsync("Ann", "en", Token);
        await person.SayAsync("My name is Ann", cancellationToken: Token);
        await ReadAsync(person, "as long as our conversation lasts.");

        ProcessTable.Signal(application.ProcessOf($"WisdomWave.{service}").Id, ProcessTable.SigKill);

        await person.SayAsync("What is my name?", cancellationToken: Token);
        await ReadAsync(person, "Your name is Ann.");
        await Eventually.HoldsAsync(
            () => application.Lines.Any(line => line.StartsWith($"{service.ToLowerInvariant()} ended unexpectedly (killed). It restarts in 1 s.", StringComparison.Ordinal)),
            "the console says that the service was killed");
    }

    private static Task<Message> ReadAsync(PlaygroundPerson person, string text) =>
        person.ReadAnswerAsync(message => message.Text?.Contains(text, StringComparison.Ordinal) == true, Token);

    [GeneratedRegex(@"Nobody owns the bot @\w+ yet\. Send it /start (\S+) to become its admin\.")]
    private static partial Regex ClaimCode();

    /// <summary>One application for the tests that kill one of its services; each leaves it complete.</summary>
    public sealed class KilledServices : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-life-").FullName;
        private readonly Lazy<Task<(Application Started, PlaygroundClient Playground)>> _started;

        public KilledServices() => _started = new(StartAsync);

        public Task<(Application Started, PlaygroundClient Playground)> Application => _started.Value;

        public async ValueTask DisposeAsync()
        {
            if (_started is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                var (application, playground) = await _started.Value;
                await playground.DisposeAsync();
                await application.DisposeAsync();
            }

            Directory.Delete(_folder, recursive: true);
        }

        private async Task<(Application, PlaygroundClient)> StartAsync()
        {
            var application = await EndToEnd.Application.StartAsync(_folder);
            return (application, new PlaygroundClient(application.Find("Chat page")!));
        }
    }
}
