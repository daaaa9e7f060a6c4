using Microsoft.Extensions.DependencyInjection;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Resources;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.AppHost.Alerts;

internal static class AlertsExtensions
{
    /// <summary>Where ingress takes reports of alerts.</summary>
    public const string Webhook = "/operator/alerts";

    /// <summary>
    /// Reports alerts to ingress if the operator wants that and this machine has Prometheus. Where Alertmanager tells that an alert begins, the
    /// app host only reports what has not ended: Alertmanager forgets its alerts when it restarts, and would never tell the end.
    /// </summary>
    public static void AddAlerts(
        this IDistributedApplicationBuilder builder,
        Settings settings,
        IResourceBuilder<IResourceWithEndpoints>? prometheus,
        IResource? alertmanager,
        ServiceReplicas ingress,
        ParameterResource key)
    {
        if (!builder.ExecutionContext.IsRunMode || !settings.TellsAdminsOfAlerts || prometheus is null)
            return;

        var window = new AlertWindow(alertmanager is null ? ReportedAlert.Firing : ReportedAlert.Continuing);
        var addresses = ingress.All.Select(replica => AddressOf(replica, Webhook)).ToList();
        var watch = new AlertWatch(AddressOf(prometheus, "/"), () => addresses.Select(address => address()).OfType<Uri>(), key.GetValueAsync, window, TimeProvider.System);
        builder.Services.AddSingleton(watch);
        builder.Services.AddHostedService(services => services.GetRequiredService<AlertWatch>());
    }

    private static Func<Uri?> AddressOf<T>(IResourceBuilder<T> resource, string path) where T : IResourceWithEndpoints
    {
        var endpoint = resource.GetEndpoint("http");
        return () => endpoint.IsAllocated ? new Uri(new Uri(endpoint.Url), path) : null;
    }
}
