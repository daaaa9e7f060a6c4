using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Starting;

internal static class OwnEnvironment
{
    private static readonly HashSet<string> Settings = new(
        [
            "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", Configuration.Settings.FilesSetting, "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORGANIZATION",
            "MODEL_NAME", "MAX_TOKENS", "WISDOMWAVE_DATA_DIR", "WISDOMWAVE_CONTAINERS",
            // The names under which our services may be called are not the dashboard's.
            ServiceKey.Setting, "AllowedHosts",
            .. ProxySettings.All,
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Sections that hold tokens and keys.</summary>
    private static readonly string[] Sections = ["Bots__", "Models__"];

    /// <summary>The configuration reads a setting with and without these.</summary>
    private static readonly string[] Prefixes = ["DOTNET_", "ASPNETCORE_"];

    /// <summary>
    /// Processes inherit their parent's environment: without this each of them, the dashboard and Prometheus too, would be
    /// handed the token and the key. Those that need a setting are given it by the topology. Programs that only talk to this machine,
    /// such as the orchestrator and the dashboard, would moreover do so through a proxy if they were handed one.
    /// </summary>
    public static void Forget()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsForgotten).ToList())
            Environment.SetEnvironmentVariable(name, null);
    }

    /// <summary>Whether it is one of the settings above in any spelling that the configuration accepts, for example <c>dotnet_bots:home:token</c>.</summary>
    public static bool IsForgotten(string variable)
    {
        var prefix = Prefixes.FirstOrDefault(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ?? "";
        var name = variable[prefix.Length..].Replace(":", "__", StringComparison.Ordinal);
        return Settings.Contains(name) || Sections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Spares every process of the application, the dashboard included, the profile-guided recompilation of its code: together they
    /// start 1 s sooner and take 20 to 40 MB less. A value that the operator has set stays.
    /// </summary>
    public static void SaveMemory()
    {
        const string ProfileGuidedOptimization = "DOTNET_TieredPGO";
        if (Environment.GetEnvironmentVariable(ProfileGuidedOptimization) is null)
            Environment.SetEnvironmentVariable(ProfileGuidedOptimization, "0");
    }
}
