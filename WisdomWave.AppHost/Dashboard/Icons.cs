using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>Names of Fluent UI icons. The dashboard shows a default icon for an unknown name.</summary>
internal static class Icons
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["ingress"] = "ArrowSwap",
        ["dialog"] = "ChatMultiple",
        ["completion"] = "BrainCircuit",
        ["cache"] = "Flash",
        ["playground"] = "Beaker",
        ["telegram"] = "Send",
        ["model"] = "Sparkle",
        ["prometheus"] = "DataTrending",
        ["alertmanager"] = "Alert",
        ["grafana"] = "DataHistogram",
        ["boards"] = "Board",
    };

    public static void AddIcons(this IDistributedApplicationBuilder builder)
    {
        foreach (var resource in builder.Resources.ToArray())
        {
            if (Names.TryGetValue(ServiceReplicas.ServiceOf(resource.Name), out var icon))
                builder.CreateResourceBuilder(resource).WithIconName(icon);
        }
    }
}
