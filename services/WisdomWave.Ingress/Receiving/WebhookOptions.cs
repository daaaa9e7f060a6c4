using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Ingress.Receiving;

internal sealed class WebhookOptions
{
    public const string Setting = "PublicUrl";

    /// <summary>The public URL of this service behind a reverse proxy; null to use long polling.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Telegram only calls HTTPS URLs; a playground on this machine also calls plain HTTP.</summary>
    public bool IsUsable => PublicUrl is null || (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && WebhookAddress.IsPublicUrl(url));
}

internal static class ReceivingServiceCollectionExtensions
{
    public static IServiceCollection AddReceiving(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>()
            .Configure<IConfiguration>((options, configuration) =>
                options.PublicUrl = string.IsNullOrWhiteSpace(configuration[WebhookOptions.Setting]) ? null : configuration[WebhookOptions.Setting]!.Trim())
            .Require(WebhookOptions.Setting, options => options.IsUsable, "is not an https URL without a query", "https://bots.example.org")
            .ValidateOnStart();
        services.AddPublicHostFilter();
        services.AddPresses();
        return services;
    }
}
