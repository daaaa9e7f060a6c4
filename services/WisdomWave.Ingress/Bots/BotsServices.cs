using Microsoft.Extensions.Options;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.Ingress.Bots;

internal static class BotsServices
{
    public static IServiceCollection AddBots(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<BotsOptions>, ConfigureBots>();
        services.AddSingleton<IValidateOptions<BotsOptions>, BotsOptionsValidator>();
        services.AddOptions<BotsOptions>().ValidateOnStart();

        // Long polls stay open: only connecting is limited here, each request has its own time. Its address holds the token.
        services.AddHttpClient(TelegramApi.HttpClientName).ForEventStreams().ToInternet(OutboundProxy.Telegram).RemoveAllLoggers();

        services.AddSingleton<BotFleet>();
        services.AddHostedService(provider => provider.GetRequiredService<BotFleet>());
        services.AddHealthChecks().AddCheck<BotsHealth>("bots");
        return services;
    }
}
