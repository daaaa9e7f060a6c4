using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.AppHost.Resources;

internal static class Proxies
{
    private const string Description =
        """
        A proxy between your services and the internet, with its user name and password if it needs them:
        `socks5://user:password@127.0.0.1:1080`. Calls to this machine never use it.

        After a change, restart **ingress** and **completion**.
        """;

    /// <summary>Passes the proxies to a service that calls the internet. They are secrets, because they may contain a password.</summary>
    /// <param name="service">The service.</param>
    /// <param name="ownSetting">A proxy setting for this service only.</param>
    public static IResourceBuilder<ProjectResource> WithProxies(this IResourceBuilder<ProjectResource> service, string? ownSetting = null)
    {
        var builder = service.ApplicationBuilder;
        if (ownSetting is not null)
            Pass(ownSetting);
        // The general proxies belong to this machine; the machine that a manifest is for has its own.
        if (builder.ExecutionContext.IsPublishMode)
            return service;

        Pass(OutboundProxy.Https);
        Pass(OutboundProxy.Http);
        Pass(OutboundProxy.All);
        return builder.Configuration[OutboundProxy.Exceptions] is { Length: > 0 } exceptions
            ? service.WithEnvironment(OutboundProxy.Exceptions, exceptions)
            : service;

        void Pass(string setting)
        {
            if (builder.Configuration[setting]?.Trim() is { Length: > 0 } address)
                service.WithEnvironment(setting, builder.AddSecret(setting, address, Description));
        }
    }
}
