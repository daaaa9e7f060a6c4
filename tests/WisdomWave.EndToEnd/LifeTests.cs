using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

[Collection(typeof(OwnApplications))]
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

            await application.StopAsync();
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

    [Theory]
    [InlineData("Dialog")]
    [InlineData("Ingress")]
    public async Task AServiceThatDiesRestartsAndTheConsoleSaysSo(string service)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        var folder = Directory.CreateTempSubdirectory("wisdomwave-life-").FullName;
        await using (var application = await Application.StartAsync(folder))
        {
            await using var playground = new PlaygroundClient(application.Find("Chat page")!);
            await playground.Ann.SayAsync("My name is Ann", cancellationToken: Token);
            await playground.Ann.ReadAnswerAsync(cancellationToken: Token);

            ProcessTable.Signal(application.ProcessOf($"WisdomWave.{service}").Id, ProcessTable.SigKill);

            await playground.Ann.SayAsync("What is my name?", cancellationToken: Token);
            Assert.Contains("Ann", (await playground.Ann.ReadAnswerAsync(cancellationToken: Token)).Text, StringComparison.Ordinal);
            await Eventually.HoldsAsync(
                () => application.Lines.Any(line => line.StartsWith($"{service.ToLowerInvariant()} ended unexpectedly (killed). It restarts in 1 s.", StringComparison.Ordinal)),
                "the console says that the service was killed");
        }

        Directory.Delete(folder, recursive: true);
    }
}
