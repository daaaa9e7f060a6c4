using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using WisdomWave.AppHost.Configuration;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>
/// Telegram and the model's server. A real system is an external service with a health check; a system that the playground simulates is
/// a child of the playground. No resource waits for them: the dashboard shows an outage, and nothing else changes.
/// </summary>
internal static class ExternalSystems
{
    public const string Telegram = "telegram";
    public const string Model = "model";

    private static readonly Uri RealTelegram = new("https://api.telegram.org");
    private static readonly Uri RealModel = new("https://api.openai.com");

    public static void AddExternalSystems(this IDistributedApplicationBuilder builder, Settings settings)
    {
        var telegram = builder.Add(Telegram, settings.HasTelegram, settings.TelegramApiBaseUrl ?? RealTelegram, "Telegram is reachable", OutboundProxy.Telegram);
        var model = builder.Add(Model, settings.HasModels, settings.OpenAiBaseUrl ?? RealModel, "The model's server is reachable");
        if (telegram is not null)
            builder.Find<ProjectResource>("ingress")?.WithReferenceRelationship(telegram);
        if (model is not null)
            builder.Find<ProjectResource>("completion")?.WithReferenceRelationship(model);
    }

    private static IResource? Add(this IDistributedApplicationBuilder builder, string name, bool isReal, Uri address, string health, string? ownProxy = null)
    {
        if (isReal)
            return builder.AddReal(name, new Uri(address.GetLeftPart(UriPartial.Scheme) + address.Authority), health, ownProxy);

        // Published applications have no playground.
        if (builder.Find<ProjectResource>("playground") is not { } playground)
            return null;

        var simulated = new SimulatedSystem(name, playground.Resource);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SimulatedSystemStates>());
        return builder.AddResource(simulated).WithInitialState(SimulatedSystem.InitialState).ExcludeFromManifest().Resource;
    }

    private static ExternalServiceResource AddReal(this IDistributedApplicationBuilder builder, string name, Uri origin, string health, string? ownProxy)
    {
        // The check uses the same proxy as the service.
        var check = new ReachableCheck(origin, OutboundProxy.Read(builder.Configuration, ownProxy));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(health, check, HealthStatus.Unhealthy, tags: null));
        return builder.AddExternalService(name, origin).WithHealthCheck(health).Resource;
    }
}
