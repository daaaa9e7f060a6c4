using System.Net.Http.Json;
using System.Text.Json;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

public sealed class BoardTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryQueryOfTheBoardAnswersFromARealPrometheus()
    {
        var address = Application.AddressOf("prometheus");
        Assert.SkipWhen(address is null, "Needs Prometheus: apt-get install prometheus, then run this test again.");

        // A miss and a hit of the cache: every part of the board gets data. The answer is stored after it was sent.
        const string question = "What does the board show?";
        var asked = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                var person = await Playground.AddPersonAsync("Fay", "en", Token);
                await person.SayAsync(question, cancellationToken: Token);
                await person.ReadAnswerAsync(Token);
                asked++;
                return (await Playground.ModelCallsAsync(cancellationToken: Token)).Count(call => call.Messages[^1].Text == question) < asked;
            },
            "an answer comes from the cache");

        using var prometheus = new HttpClient { BaseAddress = address };
        var queries = Queries();
        Assert.True(queries.Count >= 10, $"The board has only {queries.Count} queries.");

        IReadOnlyList<string> silent = queries;
        await Eventually.HoldsAsync(
            async () => (silent = await SilentAsync(prometheus, silent)).Count == 0,
            () => $"every query has a result, but these have none: {string.Join(" | ", silent)}");
    }

    private static async Task<IReadOnlyList<string>> SilentAsync(HttpClient prometheus, IReadOnlyList<string> queries)
    {
        var silent = new List<string>();
        foreach (var query in queries)
        {
            using var response = await prometheus.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}", Token);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
            Assert.True(response.IsSuccessStatusCode, $"{query}: {answer}");
            if (answer.GetProperty("data").GetProperty("result").GetArrayLength() == 0)
                silent.Add(query);
        }

        return silent;
    }

    private static IReadOnlyList<string> Queries()
    {
        var file = Path.Combine(Repository.Root, "WisdomWave.AppHost/Monitoring/grafana/dashboards/wisdomwave.json");
        using var board = JsonDocument.Parse(File.ReadAllText(file));
        return [.. Expressions(board.RootElement).Select(query => query
            .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
            .Replace("$__range", "5m", StringComparison.Ordinal)
            .Replace("$__interval", "15s", StringComparison.Ordinal))];
    }

    private static IEnumerable<string> Expressions(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Expressions),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property is { Name: "expr", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : Expressions(property.Value)),
        _ => [],
    };
}
