using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Starting;

internal static class DashboardAddresses
{
    /// <summary>The launch profile names the dashboard's standard address; this puts the chosen ones in its place.</summary>
    public static void UseDashboardAddresses(this IDistributedApplicationBuilder builder, Ports ports)
    {
        var configuration = builder.Configuration;
        configuration["ASPNETCORE_URLS"] = $"http://localhost:{ports.Dashboard}";
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ??= $"http://localhost:{ports.Telemetry}";
        configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] ??= $"http://localhost:{ports.Resources}";
        configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] ??= "true";
    }
}
