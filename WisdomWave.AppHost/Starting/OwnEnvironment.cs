namespace WisdomWave.AppHost.Starting;

internal static class OwnEnvironment
{
    private static readonly string[] Settings =
    [
        "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORGANIZATION",
        "MODEL_NAME", "MAX_TOKENS", "WISDOMWAVE_DATA_DIR", "WISDOMWAVE_CONTAINERS",
    ];

    // Models__0__ApiKey, Bots__0__Token
    private static bool IsSecret(string name) =>
        name.EndsWith("__ApiKey", StringComparison.OrdinalIgnoreCase) || name.EndsWith("__Token", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Processes inherit their parent's environment: without this each of them, the dashboard and Prometheus too, would be
    /// handed the token and the key. Those that need a setting are given it by the topology.
    /// </summary>
    public static void Forget()
    {
        foreach (var name in Settings.Concat(Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsSecret)))
            Environment.SetEnvironmentVariable(name, null);
    }
}
