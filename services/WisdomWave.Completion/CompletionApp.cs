using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Completing;
using WisdomWave.Completion.Limiting;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.SemanticCaching;
using WisdomWave.Completion.Transcribing;
using WisdomWave.Completion.WarmingUp;
using WisdomWave.ServiceDefaults;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.Health;

namespace WisdomWave.Completion;

internal static class CompletionApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddModels();
        builder.AddCaching();
        builder.AddSemanticCaching();
        builder.AddLimiting();
        builder.AddCompleting();
        builder.AddTranscribing();
        builder.Services.AddHostedService<WarmUp>();

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseServiceAccess();
        app.MapDefaultEndpoints();
        app.MapCompleting();
        app.MapTranscribing();
        app.MapCacheOperations();
        return app;
    }
}
