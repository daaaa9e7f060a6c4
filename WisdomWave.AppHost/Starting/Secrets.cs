namespace WisdomWave.AppHost.Starting;

internal static class Secrets
{
    /// <summary>
    /// Processes inherit their parent's environment: without this each of them, the dashboard and Prometheus too, would be
    /// handed the token and the key. Those that need one are given it by the topology.
    /// </summary>
    public static void RemoveFromEnvironment()
    {
        foreach (var name in (string[])["TELEGRAM_BOT_TOKEN", "OPENAI_API_KEY"])
            Environment.SetEnvironmentVariable(name, null);
    }
}
