using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Files;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Telemetry;
using WisdomWave.Ingress.WarmingUp;
using WisdomWave.ServiceDefaults;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;

namespace WisdomWave.Ingress;

/// <summary>Telegram's side of the application.</summary>
internal static class IngressApp
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IngressMetrics>();
        builder.Services.AddDialog();
        builder.Services.AddDelivery();
        builder.Services.AddReceiving();
        // Before the bots, which take updates as soon as they have started.
        builder.Services.AddHostedService<WarmUp>();
        builder.Services.AddBots();
        builder.Services.AddFiles();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UsePublicName();
        app.UseServiceAccess();
        app.MapDefaultEndpoints();
        app.MapWebhooks();
        app.MapFiles();
        app.MapChatAdmins();
        return app;
    }
}
