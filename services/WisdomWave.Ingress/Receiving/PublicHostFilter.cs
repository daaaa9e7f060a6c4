using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace WisdomWave.Ingress.Receiving;

/// <summary>
/// Serves only the webhook under the host name of <c>PublicUrl</c>, whatever the reverse proxy forwards. The proxy passes the name in
/// <c>Host</c> (Caddy), or in <c>X-Forwarded-Host</c> if it changes <c>Host</c>. A caller may have sent that header too, and a chain of
/// proxies lists the names: one public name is enough.
/// </summary>
internal static class PublicHostFilter
{
    private const string ForwardedHost = "X-Forwarded-Host";

    public static IServiceCollection AddPublicHostFilter(this IServiceCollection services)
    {
        services.AddOptions<HostFilteringOptions>().Configure<IOptions<WebhookOptions>>((filter, webhook) =>
        {
            if (NameOf(webhook.Value) is { } name)
                filter.AllowedHosts.Add(name);
        });
        return services;
    }

    public static void UsePublicHostFilter(this WebApplication app)
    {
        if (NameOf(app.Services.GetRequiredService<IOptions<WebhookOptions>>().Value) is not { } name)
            return;

        app.Use((context, next) =>
        {
            var request = context.Request;
            if (!request.Headers[ForwardedHost].SelectMany(HostsOf).Append(request.Host).Any(IsName)
                || request.Path.StartsWithSegments(Webhook.Path.TrimEnd('/'), StringComparison.Ordinal))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });

        bool IsName(HostString host) => WithoutRoot(host.Host).Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    // bots.example.org:8443, 10.0.0.7
    private static IEnumerable<HostString> HostsOf(string? forwarded) =>
        (forwarded ?? "").Split(',', StringSplitOptions.TrimEntries).Select(host => new HostString(host));

    // "bots.example.org." is the same name: the dot stands for the root of the DNS.
    private static string WithoutRoot(string host) => host.TrimEnd('.');

    /// <summary>Null with long polling, or when a playground on this machine calls the webhook.</summary>
    private static string? NameOf(WebhookOptions options) =>
        options is { IsUsable: true, PublicUrl: { } text } && new Uri(text) is { IsLoopback: false } url ? WithoutRoot(url.IdnHost) : null;
}
