using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace WisdomWave.Ingress.Receiving;

/// <summary>
/// Under the name of <c>PublicUrl</c> there is the webhook and nothing else, whatever the reverse proxy passes on. The proxy keeps the
/// name in <c>Host</c> (Caddy), or in <c>X-Forwarded-Host</c> where it asks under another one.
/// </summary>
internal static class PublicName
{
    private const string ForwardedHost = "X-Forwarded-Host";

    public static IServiceCollection AllowPublicName(this IServiceCollection services)
    {
        services.AddOptions<HostFilteringOptions>().Configure<IOptions<WebhookOptions>>((filter, webhook) =>
        {
            if (NameOf(webhook.Value) is { } name)
                filter.AllowedHosts.Add(name);
        });
        return services;
    }

    public static void UsePublicName(this WebApplication app)
    {
        if (NameOf(app.Services.GetRequiredService<IOptions<WebhookOptions>>().Value) is not { } name)
            return;

        app.Use((context, next) =>
        {
            var request = context.Request;
            var isPublic = IsName(request.Host) || request.Headers[ForwardedHost].Any(forwarded => IsName(new HostString(forwarded ?? "")));
            if (!isPublic || request.Path.StartsWithSegments(Webhook.Path.TrimEnd('/'), StringComparison.Ordinal))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });

        bool IsName(HostString host) => host.Host.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Null where nothing is public: updates are fetched, or brought by a playground on this machine.</summary>
    private static string? NameOf(WebhookOptions options) =>
        options is { IsUsable: true, PublicUrl: { } text } && new Uri(text) is { IsLoopback: false } url ? url.IdnHost : null;
}
