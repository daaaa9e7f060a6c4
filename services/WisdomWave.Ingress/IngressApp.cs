using WisdomWave.Ingress.Alerts;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Bots.Leases;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Files;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Telemetry;
using WisdomWave.Ingress.Startup;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;

namespace WisdomWave.Ingress;

/// <summary>The service that talks to Telegram.</summary>
internal static class IngressApp
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddOpenApiDocument();

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IngressMetrics>();
        builder.Services.AddDialog();
        builder.Services.AddDelivery();
        builder.Services.AddReceiving();
        // Registered before the bots, which take updates as soon as they start.
        builder.Services.AddHostedService<WarmUp>();
        builder.AddBotOwnership();
        builder.Services.AddBots();
        builder.Services.AddFiles();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UsePublicHostFilter();
        app.UseServiceAccess();
        app.MapDefaultEndpoints();
        app.MapOpenApiDocument();
        app.MapWebhooks();
        app.MapFiles();
        app.MapChatAdmins();
        app.MapAlerts();
        return app;
    }
}
