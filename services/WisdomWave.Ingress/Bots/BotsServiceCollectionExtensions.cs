using Microsoft.Extensions.Options;
using WisdomWave.Ingress.Telemetry;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.Ingress.Bots;

internal static class BotsServiceCollectionExtensions
{
    public static IServiceCollection AddBots(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<BotsOptions>, ConfigureBots>();
        services.AddSingleton<IValidateOptions<BotsOptions>, BotsOptionsValidator>();
        services.AddOptions<BotsOptions>().ValidateOnStart();

        // Long polls stay open, so only the connection attempt has a time limit here; each request sets its own. The URL contains the token,
        // so nothing logs it.
        services.AddHttpClient(TelegramApi.HttpClientName).ForEventStreams().ToInternet(OutboundProxy.Telegram).RemoveAllLoggers();

        services.AddSingleton<BotFleet>();
        services.AddHostedService(provider => provider.GetRequiredService<BotFleet>());
        services.AddHostedService<BotMetrics>();
        services.AddHealthChecks().AddCheck<BotsHealth>("bots");
        return services;
    }
}
