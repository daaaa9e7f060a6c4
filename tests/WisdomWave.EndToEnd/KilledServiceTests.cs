using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Testing;
using WisdomWave.Testing.Metrics;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

/// <summary>What the operator and people see of a service that was killed. Each test leaves the application complete.</summary>
[Collection(DashboardApplication.Collection)]
public sealed class KilledServiceTests(DashboardApplication running)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Dialog")]
    [InlineData("Ingress")]
    public async Task AKilledServiceRestartsAndTheConsoleSaysSo(string service)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        var application = await running.GetAsync();
        await using var playground = new PlaygroundClient(application.Find("Chat page")!);
        var person = await playground.AddPersonAsync("Ann", "en", Token);
        await person.SayAsync("My name is Ann", cancellationToken: Token);
        await ReadAsync(person, "as long as our conversation lasts.");

        ProcessTable.Signal(application.ProcessOf($"WisdomWave.{service}").Id, ProcessTable.SigKill);

        await person.SayAsync("What is my name?", cancellationToken: Token);
        await ReadAsync(person, "Your name is Ann.");
        await Eventually.HoldsAsync(
            () => application.Lines.Any(line => line.StartsWith($"{service.ToLowerInvariant()} ended unexpectedly (killed). It restarts in 1 s.", StringComparison.Ordinal)),
            "the console says that the service was killed");
        await Eventually.HoldsAsync(
            () => application.Lines.Contains($"{service.ToLowerInvariant()} is up again."), "the console says that the service is up again");
        using var http = new HttpClient { BaseAddress = MetricsOf(application, service.ToLowerInvariant()) };
        Assert.True((await Scrape.OfAsync(http, Token)).Value("wisdomwave_process_restarts_total") >= 1);
    }

    // "  Metrics     http://localhost:5101/metrics   ingress"
    private static Uri MetricsOf(Application application, string service) =>
        new(application.Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(words => words is ["Metrics", _, var name] && name == service)[1]);

    private static Task<Message> ReadAsync(PlaygroundPerson person, string text) =>
        person.ReadAnswerAsync(message => message.Text?.Contains(text, StringComparison.Ordinal) == true, Token);
}
