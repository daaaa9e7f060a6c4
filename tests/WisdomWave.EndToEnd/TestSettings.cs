namespace WisdomWave.EndToEnd;

/// <summary>The settings of an application under test, for both ways of starting it.</summary>
internal static class TestSettings
{
    private static readonly string[] PortsOf = ["Dashboard", "Boards", "Playground", "Ingress", "Dialog", "Completion", "Prometheus", "Grafana", "Alertmanager"];

    private static readonly string[] Unset =
        ["TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", "PublicUrl", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORGANIZATION", "MODEL_NAME", "MAX_TOKENS", "WISDOMWAVE_SERVICE_KEY"];

    private static readonly string[] Proxies = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "TELEGRAM_PROXY"];

    private static readonly string[] Sections = ["Bots__", "Models__"];

    /// <summary>Time limits that no test of the whole application is about, far beyond what a slow machine needs.</summary>
    private static readonly IReadOnlyDictionary<string, string> Patient = new Dictionary<string, string>
    {
        ["Completion__FirstTokenLimit"] = "00:20:00",
        ["Completion__ReasoningLimit"] = "00:20:00",
        ["Completion__NextTokenLimit"] = "00:20:00",
        ["Completion__TotalLimit"] = "00:20:00",
        // Below the 90 s that a provider asks for in a test, which is too long to wait.
        ["Completion__RetryBudget"] = "00:01:00",
        ["ProviderLimits__QueueDeadline"] = "00:20:00",
        ["Cache__Timeout"] = "00:01:00",
    };

    /// <summary>Environment variables with the developer's own bots, models and proxies, which an application under test must not use.</summary>
    public static IReadOnlyList<string> OwnBotsAndModels() =>
        [.. Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name =>
            Proxies.Contains(name, StringComparer.OrdinalIgnoreCase) || Sections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase)))];

    /// <summary>
    /// Free ports, a data directory, generous time limits, nothing that the developer has set for a bot of their own, and the settings of the test. Names are
    /// those of environment variables.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Of(string dataDirectory, IReadOnlyDictionary<string, string> settings)
    {
        var all = new Dictionary<string, string> { ["WISDOMWAVE_DATA_DIR"] = dataDirectory };
        foreach (var name in PortsOf)
            all[$"Ports__{name}"] = "0";
        foreach (var name in Unset)
            all[name] = "";
        foreach (var (name, value) in Patient.Concat(settings))
            all[name] = value;
        return all;
    }
}
