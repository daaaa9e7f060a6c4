using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Caching;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Completion.ProviderLimits;
using WisdomWave.Completion.SemanticCaching;
using WisdomWave.Completion.SingleFlight;
using WisdomWave.Completion.Telemetry;
using WisdomWave.Contracts;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.Completing;

internal static class CompletionServiceCollectionExtensions
{
    public static void AddCompletion(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CompletionOptions>().BindConfiguration("Completion")
            .Require("Completion:FirstTokenLimit", o => o.FirstTokenLimit > TimeSpan.Zero, "is not above zero", "00:01:00")
            .Require("Completion:NextTokenLimit", o => o.NextTokenLimit > TimeSpan.Zero, "is not above zero", "00:00:30")
            .Require("Completion:TotalLimit", o => o.TotalLimit >= o.FirstTokenLimit, "is below Completion:FirstTokenLimit", "00:05:00")
            .Require("Completion:ReasoningLimit", o => o.ReasoningLimit > TimeSpan.Zero, "is not above zero", "00:03:00")
            .Require("Completion:MaxTries", o => o.MaxTries is >= 1 and <= CallAllowance.Max, "is not from 1 to 3", "3")
            .Require("Completion:RetryDelay", o => o.RetryDelay > TimeSpan.Zero, "is not above zero", "00:00:00.5")
            .Require("Completion:RetryBudget", o => o.RetryBudget >= TimeSpan.Zero, "is negative", "00:00:20")
            .ValidateOnStart();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default));

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<CompletionMetrics>();
        services.AddSingleton<Completer>();
        // Outermost first. Telemetry is inside the cache, so that a cached answer does not count as a provider call.
        services.AddChatClient(ProviderClients.ForChat)
            .Use((inner, s) => ActivatorUtilities.CreateInstance<AnswerCachingChatClient>(s, inner))
            .Use((inner, s) => ActivatorUtilities.CreateInstance<SingleFlightChatClient>(s, inner))
            .UseSemanticCache()
            .Use((inner, s) => ActivatorUtilities.CreateInstance<AnswerStoringChatClient>(s, inner))
            .Use((inner, s) => ActivatorUtilities.CreateInstance<ProviderLimitingChatClient>(s, inner))
            .Use((inner, s) => ActivatorUtilities.CreateInstance<FallbackChatClient>(s, inner, s.GetRequiredService<IOptions<ProviderModels>>().Value))
            .Use((inner, s) => ActivatorUtilities.CreateInstance<ProviderCallCountingChatClient>(s, inner))
            .Use((inner, s) => ActivatorUtilities.CreateInstance<TimeLimitedChatClient>(s, inner, s.Limits()))
            .Use((inner, s) => ActivatorUtilities.CreateInstance<RetryingChatClient>(s, inner, s.Limits()))
            .UseOpenTelemetry(configure: telemetry => telemetry.EnableSensitiveData = false)
            .Use((inner, s) => ActivatorUtilities.CreateInstance<FailureDetectingChatClient>(s, inner));
    }

    /// <summary>The part of the pipeline inside cache, provider limits and telemetry.</summary>
    public static IChatClient WithRetries(IServiceProvider services, IChatClient chat) => new ChatClientBuilder(chat)
        .Use((inner, s) => ActivatorUtilities.CreateInstance<TimeLimitedChatClient>(s, inner, s.Limits()))
        .Use((inner, s) => ActivatorUtilities.CreateInstance<RetryingChatClient>(s, inner, s.Limits()))
        .Use((inner, s) => ActivatorUtilities.CreateInstance<FailureDetectingChatClient>(s, inner))
        .Build(services);

    private static CompletionOptions Limits(this IServiceProvider services) => services.GetRequiredService<IOptions<CompletionOptions>>().Value;
}
