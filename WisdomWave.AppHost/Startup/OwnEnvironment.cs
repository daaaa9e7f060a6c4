using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.AppHost.Startup;

internal static class OwnEnvironment
{
    private static readonly HashSet<string> Settings = new(
        [
            "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", Configuration.Settings.FilesSetting, "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORGANIZATION",
            "MODEL_NAME", "MAX_TOKENS", "WISDOMWAVE_DATA_DIR", "WISDOMWAVE_CONTAINERS",
            Configuration.Settings.DatabaseSetting, Configuration.Settings.DatabaseConnectionSetting.Replace(":", "__", StringComparison.Ordinal),
            // AllowedHosts is for the services, not for the dashboard.
            ServiceKey.Setting, "AllowedHosts",
            .. ProxySettings.All,
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Sections that hold tokens and keys.</summary>
    private static readonly string[] Sections = ["Bots__", "Models__"];

    /// <summary>The configuration reads a setting with or without one of these prefixes.</summary>
    private static readonly string[] Prefixes = ["DOTNET_", "ASPNETCORE_"];

    /// <summary>
    /// Removes secrets and proxies from this process's environment, because every child process inherits it, including the dashboard and
    /// Prometheus. The topology passes each setting to the services that need it. With a proxy, the orchestrator and the dashboard would
    /// even use it for calls to this machine.
    /// </summary>
    public static void RemoveSettings()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsRemoved).ToList())
            Environment.SetEnvironmentVariable(name, null);
    }

    /// <summary>Whether a variable is one of these settings, in any spelling that the configuration accepts, such as <c>dotnet_bots:home:token</c>.</summary>
    public static bool IsRemoved(string variable)
    {
        var prefix = Prefixes.FirstOrDefault(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ?? "";
        var name = variable[prefix.Length..].Replace(":", "__", StringComparison.Ordinal);
        return Settings.Contains(name) || Sections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Disables profile-guided optimization for all processes of the application, including the dashboard. Together they start 1 s
    /// faster and use 20 to 40 MB less memory. A value that the operator has set is kept.
    /// </summary>
    public static void SaveMemory()
    {
        const string ProfileGuidedOptimization = "DOTNET_TieredPGO";
        if (Environment.GetEnvironmentVariable(ProfileGuidedOptimization) is null)
            Environment.SetEnvironmentVariable(ProfileGuidedOptimization, "0");
    }
}
