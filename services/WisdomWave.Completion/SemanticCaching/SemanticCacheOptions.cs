using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>Settings for reusing answers of questions that mean the same (<c>SemanticCache</c>); requires a shared response cache.</summary>
internal sealed class SemanticCacheOptions
{
    /// <summary>Off by default: a similar meaning is a guess, and every question costs an embedding.</summary>
    public bool Enabled { get; set; }

    /// <summary>The provider's embedding model.</summary>
    public string EmbeddingModel { get; set; } = "text-embedding-3-small";

    /// <summary>Price of a million embedded tokens, in the operator's currency; without it no costs are counted.</summary>
    public decimal? InputPrice { get; set; }

    /// <summary>The minimum cosine of two questions that share an answer.</summary>
    public double Threshold { get; set; } = 0.95;

    /// <summary>Questions kept for one model and persona; the oldest are removed.</summary>
    public int MaxEntries { get; set; } = 1000;

    /// <summary>How long a question waits for the search for a similar one.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(300);
}

internal static class SemanticCacheServiceCollectionExtensions
{
    public static void AddSemanticCache(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SemanticCacheOptions>().BindConfiguration("SemanticCache")
            .Require("SemanticCache:EmbeddingModel", o => !string.IsNullOrWhiteSpace(o.EmbeddingModel), "is empty", "text-embedding-3-small")
            .Require("SemanticCache:InputPrice", o => o.InputPrice is null or >= 0, "is negative", "0.02 for a million tokens")
            .Require("SemanticCache:Threshold", o => o.Threshold is > 0 and <= 1, "is not above zero and at most 1", "0.95")
            .Require("SemanticCache:MaxEntries", o => o.MaxEntries > 0, "is not above zero", "1000")
            .Require("SemanticCache:Timeout", o => o.Timeout > TimeSpan.Zero, "is not above zero", "00:00:00.300")
            .ValidateOnStart();
        builder.Services.AddEmbeddingGenerator(services => ProviderClients
                .ForEmbeddings(services, services.GetRequiredService<IOptions<SemanticCacheOptions>>().Value.EmbeddingModel)
                .AsIEmbeddingGenerator())
            .UseOpenTelemetry(configure: telemetry => telemetry.EnableSensitiveData = false);
        builder.Services.AddSingleton<QuestionEmbedder>();
        builder.Services.AddSingleton<QuestionIndex>();
        builder.Services.AddHostedService(services => services.GetRequiredService<QuestionIndex>());
    }

    /// <summary>Adds the semantic cache if it is enabled and answers are cached and shared.</summary>
    public static ChatClientBuilder UseSemanticCache(this ChatClientBuilder pipeline) => pipeline.Use((inner, services) =>
        services.GetRequiredService<IOptions<SemanticCacheOptions>>().Value.Enabled
        && services.GetRequiredService<IOptions<CacheOptions>>().Value is { Enabled: true, Shared: true }
            ? ActivatorUtilities.CreateInstance<SemanticCachingChatClient>(services, inner)
            : inner);
}
