using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Starting;

/// <summary>What the operator sees when everything is up: where everything is.</summary>
internal static class Announcement
{
    public static string Of(DistributedApplication app, Settings settings)
    {
        var resources = app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<IResourceWithEndpoints>().ToArray();
        var token = app.Services.GetRequiredService<IConfiguration>()["AppHost:BrowserToken"];

        var text = new StringBuilder("\nWisdomWave is up.\n");
        Line("Chat page", settings.HasTelegram ? "your bot in Telegram" : Url("playground"));
        Line("Dashboard", Url("aspire-dashboard") is { } dashboard ? dashboard + (token is null ? "" : $"/login?t={token}") : null);
        foreach (var service in (string[])["ingress", "dialog", "completion"])
            Line("Metrics", $"{Url(service)}/metrics   {service}");
        Line("Prometheus", Url("prometheus") ?? "not on this machine; install prometheus to have it");
        Line("Grafana", Url("grafana") ?? "not on this machine; install grafana to have it");
        return text.Append("Ctrl+C ends it.\n").ToString();

        string? Url(string name) => resources.FirstOrDefault(r => r.Name == name)?.GetEndpoint("http") is { IsAllocated: true } endpoint
            ? endpoint.Url
            : null;

        void Line(string what, string? where)
        {
            if (where is not null)
                text.Append(CultureInfo.InvariantCulture, $"  {what,-11} {where}\n");
        }
    }
}
