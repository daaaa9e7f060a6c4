using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.Ingress.Dialog;

internal static class DialogServices
{
    public static IServiceCollection AddDialog(this IServiceCollection services)
    {
        services.AddSingleton<DialogPresence>();
        services.AddSingleton<SharedBots>();
        services.AddHttpClient<DialogClient>((provider, http) =>
        {
            if (provider.GetRequiredService<SharedBots>().Deliverer is { } deliverer)
                http.DefaultRequestHeaders.Add(Deliverer.Header, deliverer);
        }).ToService("dialog").ForEventStreams();
        return services;
    }
}
