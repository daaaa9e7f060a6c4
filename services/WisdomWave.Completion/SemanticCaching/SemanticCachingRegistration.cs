using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.SemanticCaching;

internal static class SemanticCachingRegistration
{
    public static void AddSemanticCaching(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SemanticCacheOptions>().BindConfiguration("SemanticCache")
            .Require("SemanticCache:EmbeddingModel", o => !string.IsNullOrWhiteSpace(o.EmbeddingModel), "is empty", "text-embedding-3-small")
            .Require("SemanticCache:InputPrice", o => o.InputPrice is null or >= 0, "is negative", "0.02 for a million tokens")
            .Require("SemanticCache:Threshold", o => o.Threshold is > 0 and <= 1, "is not above zero and at most 1", "0.95")
            .Require("SemanticCache:MaxEntries", o => o.MaxEntries > 0, "is not above zero", "1000")
            .Require("SemanticCache:Patience", o => o.Patience > TimeSpan.Zero, "is not above zero", "00:00:00.300")
            .ValidateOnStart();
        builder.Services.AddEmbeddingGenerator(services => ModelsRegistration
                .EmbeddingClient(services, services.GetRequiredService<IOptions<SemanticCacheOptions>>().Value.EmbeddingModel)
                .AsIEmbeddingGenerator())
            .UseOpenTelemetry(configure: telemetry => telemetry.EnableSensitiveData = false);
        builder.Services.AddSingleton<QuestionEmbedder>();
        builder.Services.AddSingleton<QuestionIndex>();
        builder.Services.AddHostedService(services => services.GetRequiredService<QuestionIndex>());
    }

    /// <summary>Adds nothing to the pipeline unless the operator wants it, and answers are cached and go from one person to another.</summary>
    public static ChatClientBuilder UseSemanticCache(this ChatClientBuilder pipeline) => pipeline.Use((inner, services) =>
        services.GetRequiredService<IOptions<SemanticCacheOptions>>().Value.Enabled
        && services.GetRequiredService<IOptions<CacheOptions>>().Value is { Enabled: true, Shared: true }
            ? ActivatorUtilities.CreateInstance<SemanticCachingChatClient>(services, inner)
            : inner);
}
