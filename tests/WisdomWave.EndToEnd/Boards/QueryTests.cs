using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd.Boards;

/// <summary>Everything that the boards and the rules ask, asked of a real Prometheus that scrapes the running application.</summary>
public sealed partial class QueryTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>It has no series before a service has ended unexpectedly.</summary>
    private const string RestartMark = "wisdomwave_process_restarts_total > 0";

    [Fact]
    public async Task EveryQueryOfEveryPanelVariableMarkAndRuleAnswersFromARealPrometheus()
    {
        var address = Application.AddressOf("prometheus");
        Assert.SkipWhen(address is null, "Needs Prometheus: apt-get install prometheus, then run this test again.");
        // As docs/operations.md says.
        await Application.CommandAsync("playground", "make-traffic");
        try
        {
            using var prometheus = new HttpClient { BaseAddress = address };
            var rules = await RulesAsync(prometheus);
            string[] queries = [.. BoardFiles().SelectMany(QueriesOf).Concat(rules.SelectMany(QueriesOf)).Distinct()];
            Assert.True(queries.Length > 90, $"The boards and the rules have only {queries.Length} queries.");

            IReadOnlyList<string> silent = queries;
            await Eventually.HoldsAsync(
                async () => (silent = await SilentAsync(prometheus, silent)).Count == 0,
                () => $"every query has a result, but these have none:\n{string.Join('\n', silent)}\n");
        }
        finally
        {
            await Application.OperateAsync("playground", "traffic?minutes=0");
        }
    }

    [Fact]
    public async Task PrometheusEvaluatesEveryRuleWithoutAnError()
    {
        var address = Application.AddressOf("prometheus");
        Assert.SkipWhen(address is null, "Needs Prometheus: apt-get install prometheus, then run this test again.");

        using var prometheus = new HttpClient { BaseAddress = address };
        IReadOnlyList<JsonElement> rules = [];
        await Eventually.HoldsAsync(
            async () => (rules = await RulesAsync(prometheus)).Count > 0 && rules.All(rule => rule.GetProperty("health").GetString() == "ok"),
            () => $"every rule is evaluated: {string.Join('\n', rules)}");
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

    private static async Task<IReadOnlyList<JsonElement>> RulesAsync(HttpClient prometheus)
    {
        var answer = await prometheus.GetFromJsonAsync<JsonElement>("/api/v1/rules", Token);
        return [.. answer.GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())];
    }

    /// <summary>What an alert compares, whether or not it fires; and the series that a recording rule writes.</summary>
    private static IEnumerable<string> QueriesOf(JsonElement rule)
    {
        var query = rule.GetProperty("query").GetString()!;
        return rule.GetProperty("type").GetString() == "alerting"
            ? [Comparison().Replace(Unless().Replace(query, ""), "$1 bool ")]
            : [query, rule.GetProperty("name").GetString()!];
    }

    private static IEnumerable<JsonDocument> BoardFiles() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "WisdomWave.AppHost/Monitoring/grafana/dashboards"), "*.json")
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)));

    private static IEnumerable<string> QueriesOf(JsonDocument board)
    {
        using (board)
            return [.. All(board.RootElement).Where(query => !query.Contains(RestartMark, StringComparison.Ordinal)).Select(Filled)];
    }

    private static string Filled(string query)
    {
        var filled = query
            .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
            .Replace("$__range", "1h", StringComparison.Ordinal);
        return Variable().Replace(filled, ".*");
    }

    // label_values(metric, label) asks for the label's values of a metric's series.
    private static IEnumerable<string> All(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(All),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property switch
        {
            { Name: "expr", Value.ValueKind: JsonValueKind.String } => [property.Value.GetString()!],
            { Name: "definition" } => [LabelValues().Replace(property.Value.GetString()!, "count by ($2) ($1{$2!=\"\"})")],
            _ => All(property.Value),
        }),
        _ => [],
    };

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^label_values\((\w+), (\w+)\)$")]
    private static partial Regex LabelValues();

    // The comparison of a value, not of a label, which is in braces: "up == 0", "increase(…) > 60"
    [GeneratedRegex(@"(==|>=|<=|>|<) ")]
    private static partial Regex Comparison();

    // With "bool", both sides of "unless" have all series, so that nothing is left.
    [GeneratedRegex(@"\s+unless .*$", RegexOptions.Singleline)]
    private static partial Regex Unless();
}
