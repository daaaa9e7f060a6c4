namespace WisdomWave.AppHost.Starting;

internal static class DashboardAddresses
{
    /// <summary>
    /// The launch profile names the dashboard's standard port; this puts the chosen one in its place. The two addresses that
    /// only processes use take free ports, so that two applications can run side by side.
    /// </summary>
    public static void UseDashboardAddresses(this IDistributedApplicationBuilder builder, int port)
    {
        using var claim = new PortClaim([]);
        var configuration = builder.Configuration;
        configuration["ASPNETCORE_URLS"] = $"http://localhost:{port}";
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ??= $"http://localhost:{claim.Take(0, "telemetry")}";
        configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] ??= $"http://localhost:{claim.Take(0, "resources")}";
        configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] ??= "true";
    }
}
