using WisdomWave.EndToEnd.Faults;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Metrics;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Telemetry;

public sealed class MetricCatalogueTests(MeasuredFleetFixture fixture) : IClassFixture<MeasuredFleetFixture>
{
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0";

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly string[] Services = ["Ingress", "Dialog", "Completion"];

    private Fleet Fleet => fixture.Fleet;

    [Fact]
    public async Task TheCatalogueListsExactlyWhatTheServicesExport()
    {
        await MakeTrafficAsync();

        foreach (var service in Services)
        {
            IReadOnlyList<string> catalogued = [.. CataloguedMetric.Of(service).Select(metric => metric.Exported).Order(StringComparer.Ordinal)];
            IReadOnlyList<string> exported = [];
            await Eventually.HoldsAsync(
                async () => (exported = Own(await ScrapeAsync(service))).SequenceEqual(catalogued),
                () => $"{service} exports what docs/metrics.md lists. Only there: {Difference(catalogued, exported)}. Only exported: {Difference(exported, catalogued)}");
            // Prometheus asks for this format, in which the same metrics must have the same names.
            Assert.Equal(catalogued, Own(await ScrapeAsync(service, OpenMetrics)));
        }
    }

    /// <summary>increase() and rate() would not see that event.</summary>
    [Fact]
    public async Task NoSeriesOfACounterAppearsWithItsFirstEvent()
    {
        await MakeTrafficAsync();

        foreach (var service in Services)
        {
            var (first, now) = (fixture.First[service.ToLowerInvariant()], await ScrapeAsync(service));
            var counters = CataloguedMetric.CountersOf(service).ToList();
            Assert.NotEmpty(counters);
            Assert.All(counters, counter => Assert.Equal([], now.SeriesOf(counter.Name).Except(first.SeriesOf(counter.Name)).Where(IsOfAConfiguredModel)));
        }
    }

    /// <summary>The catalogue has a selection of these. The libraries export more, and some only after rare events.</summary>
    [Fact]
    public async Task MetricsOfLibrariesAreExportedAsCatalogued()
    {
        await AskAsync(Fleet.Outside.Client.Ann.With(Fleet.FirstBot), "What is 1 + 2?");
        IReadOnlyList<string> missing = [.. CataloguedMetric.All.Where(metric => metric.Section == "Libraries").Select(metric => metric.Exported)];
        Assert.NotEmpty(missing);
        await Eventually.HoldsAsync(
            async () =>
            {
                var scrapes = await Task.WhenAll(Services.Select(service => ScrapeAsync(service)));
                missing = [.. missing.Where(metric => !scrapes.SelectMany(scrape => scrape.Metrics).Any(other => IsLike(metric, other)))];
                return missing.Count == 0;
            },
            () => $"these are exported: {string.Join(" | ", missing)}");
    }

    [Fact]
    public void NamesFollowFromInstrumentsAndUnits() => Assert.All(CataloguedMetric.All, metric => Assert.Equal(metric.DerivedName, metric.Name));

    [Fact]
    public async Task EachBotIsMeasuredUnderItsOwnName()
    {
        var person = await Fleet.Outside.Client.AddPersonAsync("Gus", "en", Token);
        await AskAsync(person.With(Fleet.FirstBot), "What is 3 + 4?");
        await AskAsync(person.With(Fleet.MoreBots[0]), "What is 5 + 6?");
        string[] bots = ["bot", $"b{Fleet.MoreBots[0]}"];

        foreach (var service in Services)
        {
            var metrics = CataloguedMetric.Of(service).Where(metric => metric.Labels.Split(',').Contains("bot")).ToList();
            await Eventually.HoldsAsync(
                async () =>
                {
                    var scrape = await ScrapeAsync(service);
                    return metrics.All(metric => scrape.LabelValues(SeriesOf(metric), "bot").IsSubsetOf(bots))
                        && metrics.Any(metric => scrape.LabelValues(SeriesOf(metric), "bot").SetEquals(bots));
                },
                $"{service} labels its metrics with {string.Join(" and ", bots)}");
        }
    }

    /// <summary>Dialog measures a turn outside of the request that brought it.</summary>
    [Fact]
    public async Task AMeasurementOfALatencyRefersToATrace()
    {
        await AskAsync(Fleet.Outside.Client.Boris.With(Fleet.FirstBot), "What is 7 + 8?");

        // wisdomwave_answer_duration_seconds_bucket{…,le="1"} 3 # {trace_id="…",span_id="…"} 0.7 1790000000.123
        foreach (var (service, metric) in ((string, string)[])[("Ingress", "wisdomwave_answer_duration_seconds"), ("Completion", "wisdomwave_completion_duration_seconds")])
        {
            await Eventually.HoldsAsync(
                async () => (await TextAsync(service, OpenMetrics)).Split('\n')
                    .Any(line => line.StartsWith($"{metric}_bucket", StringComparison.Ordinal) && line.Contains("# {trace_id=\"", StringComparison.Ordinal)),
                $"{metric} has an exemplar");
        }
    }

    /// <summary>True also for a series without a model. The model that transcribes is not in the list of models.</summary>
    private static bool IsOfAConfiguredModel(string labels) => !labels.Contains("model=\"", StringComparison.Ordinal)
        || labels.Contains($"model=\"{MeasuredFleetFixture.Model}\"", StringComparison.Ordinal) || labels.Contains($"model=\"{MeasuredFleetFixture.Fallback}\"", StringComparison.Ordinal);

    /// <summary>An answer from the model, from the cache and from a fallback model, a transcription, a flood wait.</summary>
    private async Task MakeTrafficAsync()
    {
        var client = Fleet.Outside.Client;
        // Which bot is the page's depends on which one started first.
        var ann = client.Ann.With(Fleet.FirstBot);
        await AskAsync(client.Ann.With(Fleet.MoreBots[0]), "What is 10 + 20?");
        await ann.SendVoiceAsync(new byte[4000], cancellationToken: Token);
        await ann.ReadAnswerAsync(Token);

        await client.FailAsync(new ModelFault { Contains = "30 + 40", Model = MeasuredFleetFixture.Model, Code = "invalid_api_key" }, Token);
        await AskAsync(ann, "What is 30 + 40?");
        await client.FailAsync(new BotFault { Method = "sendMessage", BotId = Fleet.FirstBot, ChatId = ann.ChatId, Kind = BotFaultKind.Answer, Status = 429, RetryAfter = 1 }, Token);
        await AskAsync(ann, "What is 50 + 60?");

        // An answer is stored in the cache after it was sent.
        await Eventually.HoldsAsync(
            async () =>
            {
                await AskAsync((await client.AddPersonAsync("Kim", "en", Token)).With(Fleet.FirstBot), "What is 70 + 80?");
                return (await ScrapeAsync("Completion")).Value("wisdomwave_cache_saved_cost_total") > 0;
            },
            "an answer comes from the cache");
    }

    private static async Task AskAsync(PlaygroundPerson person, string question)
    {
        await person.SayAsync(question, cancellationToken: Token);
        await person.ReadAnswerAsync(Token);
    }

    private async Task<Scrape> ScrapeAsync(string service, string? format = null) => new(await TextAsync(service, format));

    private Task<string> TextAsync(string service, string? format) => Fleet.MetricsAsync(Fleet.Services.Single(one => one.Name.Equals(service, StringComparison.OrdinalIgnoreCase)), Token, format);

    private static IReadOnlyList<string> Own(Scrape scrape) => [.. scrape.Metrics.Where(metric => metric.StartsWith("wisdomwave_", StringComparison.Ordinal))];

    private static string Difference(IReadOnlyList<string> one, IReadOnlyList<string> other) => string.Join(" | ", one.Except(other));

    private static string SeriesOf(CataloguedMetric metric) => metric.Type == "histogram" ? $"{metric.Name}_count" : metric.Name;

    /// <summary>Some labels of a library appear with rare events only, such as <c>error_type</c>.</summary>
    private static bool IsLike(string catalogued, string exported)
    {
        var (one, other) = (catalogued.Split(' '), exported.Split(' '));
        return one[0] == other[0] && one[1] == other[1] && (other.Length < 3 || (one.Length == 3 && !other[2].Split(',').Except(one[2].Split(',')).Any()));
    }
}
