using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Startup;

internal static class DashboardAddresses
{
    /// <summary>Replaces the standard addresses of the launch profile.</summary>
    public static void UseDashboardAddresses(this IDistributedApplicationBuilder builder, Ports ports)
    {
        var configuration = builder.Configuration;
        configuration["ASPNETCORE_URLS"] = $"http://localhost:{ports.Dashboard}";
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ??= $"http://localhost:{ports.Telemetry}";
        configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] ??= $"http://localhost:{ports.Resources}";
        configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] ??= "true";
    }
}
