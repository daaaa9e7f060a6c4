using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Testing;
using WisdomWave.Testing.Metrics;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

/// <summary>Two ingresses and two completions: <c>Replicas__Ingress=2 Replicas__Completion=2 dotnet run --project WisdomWave.AppHost</c>.</summary>
public sealed class ReplicaTests
{
    private static readonly string[] Services = ["completion", "completion-2", "dialog", "ingress", "ingress-2"];

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AChatGoesOnWhenTheIngressThatPollsAndACompletionAreKilled()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        var folder = Directory.CreateTempSubdirectory("wisdomwave-").FullName;
        await using (var application = await Application.StartAsync(folder, new Dictionary<string, string> { ["Replicas__Ingress"] = "2", ["Replicas__Completion"] = "2" }))
        {
            Assert.Contains("Starting cache, completion, completion-2, dialog, ingress, ingress-2, playground", application.Output, StringComparison.Ordinal);
            await using var playground = new PlaygroundClient(application.Find("Chat page")!);
            var person = await playground.AddPersonAsync("Ann", "en", Token);
            await person.SayAsync("My name is Ann", cancellationToken: Token);
            await ReadAsync(person, "as long as our conversation lasts.");
            await person.SayAsync("What is my name?", cancellationToken: Token);
            await ReadAsync(person, "Your name is Ann.");
            foreach (var completion in (string[])["completion", "completion-2"])
                await Eventually.HoldsAsync(async () => await CallsOfAsync(application, completion) >= 1, $"{completion} has got one of the two calls");

            if (application.Find("Prometheus") is { } prometheus)
                await ScrapesAsync(prometheus, [.. Services.Select(name => $":{MetricsOf(application, name).Port}/metrics")]);

            var poller = await PollerAsync(application);
            Kill(application, "WisdomWave.Ingress", MetricsOf(application, poller).Port);
            Kill(application, "WisdomWave.Completion", MetricsOf(application, "completion-2").Port);
            await person.SayAsync("What is my name?", cancellationToken: Token);
            string[] answers = [];
            await Eventually.HoldsAsync(
                async () =>
                {
                    answers = [.. (await person.ReadAllAsync()).Where(message => message.From!.IsBot).Select(message => message.Text!)];
                    return answers is [_, var before, var after] && after == before;
                },
                () => $"the third question is answered like the second; the answers are {string.Join(" | ", answers)}, and the console says\n{application.Output}");
            await Eventually.HoldsAsync(() => application.Lines.Contains($"{poller} is up again."), "the killed ingress is up again");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<double?> CallsOfAsync(Application application, string completion)
    {
        using var http = new HttpClient { BaseAddress = MetricsOf(application, completion) };
        return (await Scrape.OfAsync(http, Token)).Value("wisdomwave_cache_requests_total");
    }

    /// <summary>The ingress that receives the bot's updates, once it is only one: a bot may move while the replicas start.</summary>
    private static Task<string> PollerAsync(Application application) => Eventually.GetAsync(
        async () =>
        {
            var pollers = new List<string>();
            foreach (var ingress in (string[])["ingress", "ingress-2"])
            {
                using var http = new HttpClient { BaseAddress = MetricsOf(application, ingress) };
                if ((await Scrape.OfAsync(http, Token)).Value("wisdomwave_bot_receiving") == 1)
                    pollers.Add(ingress);
            }

            return pollers is [var poller] ? poller : null;
        },
        "one ingress receives the updates");

    /// <summary>Each process is a target of its own, so that the boards show their sum.</summary>
    private static async Task ScrapesAsync(Uri prometheus, string[] addresses)
    {
        using var http = new HttpClient { BaseAddress = prometheus };
        await Eventually.HoldsAsync(
            async () =>
            {
                var targets = await http.GetStringAsync("/api/v1/targets?state=active", Token);
                return addresses.All(address => targets.Contains(address, StringComparison.Ordinal));
            },
            $"Prometheus scrapes {string.Join(", ", addresses)}");
    }

    private static void Kill(Application application, string program, int port) => ProcessTable.Signal(
        Assert.Single(application.Processes(), process => process.Runs(program) && process.Environment.Contains($":{port}", StringComparison.Ordinal)).Id,
        ProcessTable.SigKill);

    // "  Metrics     http://localhost:5101/metrics   ingress"
    private static Uri MetricsOf(Application application, string service) =>
        new(application.Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(words => words is ["Metrics", _, var name] && name == service)[1]);

    private static Task<Message> ReadAsync(PlaygroundPerson person, string text) =>
        person.ReadAnswerAsync(message => message.Text?.Contains(text, StringComparison.Ordinal) == true, Token);
}
