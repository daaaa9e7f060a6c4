using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.Ingress.Dialog;

internal static class DialogServices
{
    public static IServiceCollection AddDialog(this IServiceCollection services)
    {
        services.AddSingleton<DialogPresence>();
        services.AddHttpClient<DialogClient>(http => http.BaseAddress = new Uri("http://dialog")).ForEventStreams();
        return services;
    }
}
