using WisdomWave.Load.Outside;
using WisdomWave.Load.Scenarios;

namespace WisdomWave.Load.Processes;

/// <summary>The environment variables of each service: those that the app host would set, and those of the scenario.</summary>
internal sealed class ServiceSettings
{
    private static readonly string[] Operators =
    [
        "TELEGRAM_", "OPENAI_", "OTEL_", "MODEL_NAME", "MAX_TOKENS", "WISDOMWAVE_", "PublicUrl", "Bots", "Models", "Access", "Budgets",
        "RateLimits", "Delivery", "ProviderLimits", "Cache", "SemanticCache", "Completion", "Questions", "Merging", "Logging", "Persona", "ASPNETCORE_",
    ];

    public ServiceSettings(Scenario scenario, Ports ports, string dataDirectory)
    {
        var common = new Dictionary<string, string>
        {
            ["MODEL_NAME"] = "gpt-5-mini",
            // A bot answers only the people whom its admin has let in, and here nobody is an admin.
            ["Access__Open"] = "true",
        };
        if (scenario.CountsSpans)
        {
            common["OTEL_EXPORTER_OTLP_ENDPOINT"] = Ports.Address(ports.Outside);
            common["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        }

        foreach (var (name, value) in scenario.Settings)
            common[name.Replace(":", "__", StringComparison.Ordinal)] = value;

        Completion = new(common)
        {
            ["OPENAI_API_KEY"] = "load",
            ["OPENAI_BASE_URL"] = $"{Ports.Address(ports.ModelForCompletion)}/v1",
            ["ConnectionStrings__cache"] = $"127.0.0.1:{ports.Redis}",
            ["Cache__Leases"] = "false",
        };
        Dialog = new(common)
        {
            ["MAX_TOKENS"] = "16000",
            ["WISDOMWAVE_DATA_DIR"] = dataDirectory,
            ["services__completion__http2__0"] = Ports.Address(ports.CompletionForDialog),
            ["services__ingress__http__0"] = Ports.Address(ports.Ingress),
        };
        Ingress = new(common)
        {
            ["TELEGRAM_API_BASE_URL"] = Ports.Address(ports.TelegramForIngress),
            ["services__dialog__http2__0"] = Ports.Address(ports.DialogForIngress),
        };
        AddBots(scenario.Bots);
    }

    private void AddBots(int count)
    {
        if (count == 1)
        {
            Ingress["TELEGRAM_BOT_TOKEN"] = TokenOf(0);
            return;
        }

        for (var bot = 0; bot < count; bot++)
            Ingress[$"Bots__load{bot}__Token"] = TokenOf(bot);
    }

    private static string TokenOf(int bot) => $"{BotApi.FirstBot + bot}:LOAD-0000000000000000000000000000000";

    public Dictionary<string, string> Completion { get; }

    public Dictionary<string, string> Dialog { get; }

    public Dictionary<string, string> Ingress { get; }

    /// <summary>Whether a variable of this process may be a setting of the operator's own application.</summary>
    public static bool IsOperators(string variable) =>
        Operators.Any(name => variable.StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
