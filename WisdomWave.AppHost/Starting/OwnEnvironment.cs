namespace WisdomWave.AppHost.Starting;

internal static class OwnEnvironment
{
    private static readonly string[] Settings =
    [
        "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORGANIZATION",
        "MODEL_NAME", "MAX_TOKENS", "WISDOMWAVE_DATA_DIR", "WISDOMWAVE_CONTAINERS",
    ];

    /// <summary>Sections that hold tokens and keys.</summary>
    private static readonly string[] Sections = ["Bots__", "Models__"];

    /// <summary>
    /// Processes inherit their parent's environment: without this each of them, the dashboard and Prometheus too, would be
    /// handed the token and the key. Those that need a setting are given it by the topology.
    /// </summary>
    public static void Forget()
    {
        var ofSections = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => Sections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        foreach (var name in Settings.Concat(ofSections))
            Environment.SetEnvironmentVariable(name, null);
    }
}
