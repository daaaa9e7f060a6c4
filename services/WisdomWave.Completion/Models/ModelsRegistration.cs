using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Embeddings;
using WisdomWave.Completion.Adapting;
using WisdomWave.Completion.Addressing;
using WisdomWave.Completion.Reasoning;
using WisdomWave.Completion.Repairing;
using WisdomWave.Completion.WarmingUp;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.Models;

internal static class ModelsRegistration
{
    public const string HttpClientName = "openai";

    public static void AddModels(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProviderOptions>()
            .Configure<IConfiguration>((provider, configuration) =>
            {
                provider.ApiKey = NullIfBlank(configuration["OPENAI_API_KEY"]);
                provider.BaseUrl = NullIfBlank(configuration["OPENAI_BASE_URL"]);
                provider.Organization = NullIfBlank(configuration["OPENAI_ORGANIZATION"]);
            })
            .Require("OPENAI_API_KEY", p => p.ApiKey is not null || p.BaseUrl is not null, "is missing", "a key of your OpenAI account such as sk-proj-…")
            .Require("OPENAI_BASE_URL", p => p.HasGoodBaseUrl, "is not an absolute http(s) address", ProviderOptions.OpenAi)
            .Require("OPENAI_API_KEY", p => p.HasGoodKey, "has characters that no header takes", "a key of your OpenAI account such as sk-proj-…")
            .ValidateOnStart();
        builder.Services.AddOptions<ModelCatalog>()
            .BindConfiguration("")
            .Require("Models:<n>:Name", c => c.Models.All(m => m.Name.Length > 0), "is missing", "gpt-5-mini")
            .Require(
                "Models:<n>:MaxTokensParameter",
                c => c.Models.All(m => m.MaxTokensParameter is ModelOptions.MaxTokens or ModelOptions.MaxCompletionTokens),
                "is neither max_tokens nor max_completion_tokens",
                ModelOptions.MaxTokens)
            .Require("Models:<n>:BaseUrl", c => c.Models.All(m => ProviderOptions.IsGood(m.BaseUrl)), "is not an absolute http(s) address", ProviderOptions.OpenAi)
            .Require("Models:<n>:ApiKey", c => c.Models.All(m => ProviderOptions.IsGoodKey(m.ApiKey)), "has characters that no header takes", "a key of that server such as sk-…")
            .Require("Models:<n>:ReasoningTokens", c => c.Models.All(m => m.ReasoningTokens is null or >= 0), "is negative", "8000")
            .Require(
                "Models:<n>:InputPrice",
                c => c.Models.All(m => m is { InputPrice: null or >= 0, CachedInputPrice: null or >= 0, OutputPrice: null or >= 0 } && m.InputPrice.HasValue == m.OutputPrice.HasValue),
                "and OutputPrice are not both set, or a price is negative",
                "0.25 for a million tokens")
            .ValidateOnStart();

        builder.Services.AddSingleton<KnownQuirks>();
        builder.Services.AddSingleton<KnownVersions>();
        builder.Services.AddTransient<VersionHandler>();
        builder.Services.AddTransient<AdaptingHandler>();
        builder.Services.AddTransient<RepairHandler>();
        builder.Services.AddTransient<RehearsalHandler>();
        builder.Services.AddHttpClient(HttpClientName).ForEventStreams().ToInternet()
            .AddHttpMessageHandler<VersionHandler>()
            .AddHttpMessageHandler<AdaptingHandler>()
            .AddHttpMessageHandler<RepairHandler>()
            .AddHttpMessageHandler<RehearsalHandler>();
        builder.Services.AddHostedService<AddressCheck>();
    }

    /// <summary>The SDK's client under the name that its model has; the one of a call is in its options.</summary>
    public static IChatClient ProviderClient(IServiceProvider services)
    {
        var provider = Provider(services);
        var models = services.GetRequiredService<IOptions<ModelCatalog>>().Value;
        var own = models.Models
            .Where(model => provider.For(model) != provider)
            .DistinctBy(model => model.Name)
            .ToDictionary(model => model.Name, model => SdkClient(services, provider.For(model)), StringComparer.Ordinal);
        return Wired(services, new RoutingChatClient(SdkClient(services, provider), own));
    }

    /// <summary>As <see cref="ProviderClient"/>, for the server that exists only in this process.</summary>
    public static IChatClient RehearsalClient(IServiceProvider services) => Wired(services, SdkClient(services, RehearsalHandler.Server));

    /// <summary>The SDK's client for recordings.</summary>
    public static AudioClient AudioClient(IServiceProvider services, string model)
    {
        var provider = Provider(services);
        return new(model, Key(provider), ClientOptions(services, provider));
    }

    /// <summary>The SDK's client for vectors.</summary>
    public static EmbeddingClient EmbeddingClient(IServiceProvider services, string model)
    {
        var provider = Provider(services);
        return new(model, Key(provider), ClientOptions(services, provider));
    }

    private static ReasoningChatClient Wired(IServiceProvider services, IChatClient chat) =>
        new(new WireOptionsChatClient(chat, services.GetRequiredService<IOptions<ModelCatalog>>().Value));

    private static IChatClient SdkClient(IServiceProvider services, ProviderOptions server) =>
        new ChatClient("unnamed", Key(server), ClientOptions(services, server)).AsIChatClient();

    private static ProviderOptions Provider(IServiceProvider services) => services.GetRequiredService<IOptions<ProviderOptions>>().Value;

    private static OpenAIClientOptions ClientOptions(IServiceProvider services, ProviderOptions provider) =>
        new()
        {
            Endpoint = provider.Endpoint,
            OrganizationId = provider.Organization,
            // Ours waits, honours Retry-After, and knows what cannot help.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            // The time limits are ours too, and tell the first token from the next.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            Transport = new HttpClientPipelineTransport(services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName)),
        };

    // A local server takes any key, but the SDK wants one.
    private static ApiKeyCredential Key(ProviderOptions provider) => new(provider.ApiKey ?? "none");

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
