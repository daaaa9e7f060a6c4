using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Ingress.Receiving;

internal static class ReceivingServices
{
    public static IServiceCollection AddReceiving(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>()
            .Configure<IConfiguration>((options, configuration) =>
                options.PublicUrl = string.IsNullOrWhiteSpace(configuration[WebhookOptions.Setting]) ? null : configuration[WebhookOptions.Setting]!.Trim())
            .Require(WebhookOptions.Setting, options => options.IsUsable, "is not an https address without a query", "https://bots.example.org")
            .ValidateOnStart();
        services.AllowPublicName();
        return services;
    }
}
