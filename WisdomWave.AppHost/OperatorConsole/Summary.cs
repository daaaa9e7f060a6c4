using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WisdomWave.AppHost.Boards;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>The console message when the application is up: where everything is, and what to do about missing or failed resources.</summary>
internal static class Summary
{
    public const string LastLine = "Press Ctrl+C to stop.";

    /// <param name="app">The running application.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="reasonOf">Finds the reason why a resource does not run.</param>
    public static async Task<string> OfAsync(DistributedApplication app, Settings settings, Func<IResource, Task<string>> reasonOf)
    {
        var resources = app.Services.GetRequiredService<DistributedApplicationModel>().Resources;
        var token = app.Services.GetRequiredService<IConfiguration>()["AppHost:BrowserToken"];

        var text = new StringBuilder("\nWisdomWave is up.\n");
        Line("Chat page", settings.HasTelegram ? "your bot in Telegram" : Url("playground"));
        Line("Dashboard", Url("aspire-dashboard") is { } dashboard ? dashboard + (token is null ? "" : $"/login?t={token}") : null);
        Line("Boards", resources.OfType<BoardsResource>().FirstOrDefault()?.Address.AbsoluteUri);
        foreach (var service in (string[])["ingress", "dialog", "completion"])
        {
            foreach (var replica in resources.Where(resource => ServiceReplicas.ServiceOf(resource.Name) == service))
                Line("Metrics", $"{Url(replica.Name)}/metrics   {replica.Name}");
        }

        Line("Cache", await FailureOfAsync("cache") is { } failure ? $"{failure} Answers are not cached; start the cache in the dashboard." : null);
        Line("Prometheus", await OptionalAsync("prometheus", "the boards need it: docs/operations.md#boards says how to install it", "No metrics are recorded; start it in the dashboard."));
        Line("Grafana", await OptionalAsync("grafana", "it is not needed: the address of Boards shows the same", "Start it in the dashboard."));
        return text.Append(LastLine).Append('\n').ToString();

        IResource? Find(string name) => resources.FirstOrDefault(r => r.Name == name);

        string? Url(string name) => Find(name) is IResourceWithEndpoints resource && resource.GetEndpoint("http") is { IsAllocated: true } endpoint
            ? endpoint.Url
            : null;

        async Task<string> OptionalAsync(string name, string without, string nextStep)
        {
            if (Find(name) is null)
                return $"not installed; {without}";
            if (await FailureOfAsync(name) is { } failure)
                return $"{failure} {nextStep}";
            return Url(name) + (StateOf(name) is { } state && state.HealthStatus != HealthStatus.Healthy ? " (starting)" : "");
        }

        async Task<string?> FailureOfAsync(string name)
        {
            if (StateOf(name)?.State?.Text is not { } state)
                return null;
            var failed = KnownResourceStates.TerminalStates.Contains(state) || state == KnownResourceStates.RuntimeUnhealthy;
            return failed ? $"not running: {(await reasonOf(Find(name)!)).TrimEnd('.')}." : null;
        }

        CustomResourceSnapshot? StateOf(string name) =>
            app.ResourceNotifications.TryGetCurrentState(name, out var current) ? current.Snapshot : null;

        void Line(string what, string? where)
        {
            if (where is not null)
                text.Append(CultureInfo.InvariantCulture, $"  {what,-11} {where}\n");
        }
    }
}
