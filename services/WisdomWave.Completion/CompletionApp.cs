using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Completing;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.ProviderLimits;
using WisdomWave.Completion.SemanticCaching;
using WisdomWave.Completion.Transcribing;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;

namespace WisdomWave.Completion;

internal static class CompletionApp
{
    /// <param name="args">Settings as command-line arguments.</param>
    /// <param name="configure">Replaces services, for example the clock; runs after all others are registered.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddOpenApiDocument();
        builder.AddModels();
        builder.AddResponseCache();
        builder.AddSemanticCache();
        builder.AddProviderLimits();
        builder.AddCompletion();
        builder.AddTranscription();
        builder.Services.AddHostedService<WarmUp>();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseServiceAccess();
        app.MapCompletions();
        app.MapTranscriptions();
        app.MapCacheEndpoints();
        app.MapOpenApiDocument();
        // Last, because it starts the telemetry exporters, which read the proxy that ServiceRun sets after this method.
        app.MapDefaultEndpoints();
        return app;
    }
}
