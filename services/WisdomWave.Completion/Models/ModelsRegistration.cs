using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.Models;

internal static class ModelsRegistration
{
    private const string HttpClientName = "openai";

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
            .ValidateOnStart();
        builder.Services.AddOptions<ModelCatalog>()
            .BindConfiguration("")
            .Require("Models:<n>:Name", c => c.Models.All(m => m.Name.Length > 0), "is missing", "gpt-5-mini")
            .Require(
                "Models:<n>:MaxTokensParameter",
                c => c.Models.All(m => m.MaxTokensParameter is ModelOptions.MaxTokens or ModelOptions.MaxCompletionTokens),
                "is neither max_tokens nor max_completion_tokens",
                ModelOptions.MaxTokens)
            .ValidateOnStart();

        builder.Services.AddHttpClient(HttpClientName).ForEventStreams();
        builder.Services.AddSingleton(services => new ChatClient("unnamed", Key(services), ClientOptions(services)));
    }

    /// <summary>The SDK's client under the name that its model has; the one of a call is in its options.</summary>
    public static IChatClient ProviderClient(IServiceProvider services) =>
        new MaxTokensChatClient(
            services.GetRequiredService<ChatClient>().AsIChatClient(),
            services.GetRequiredService<IOptions<ModelCatalog>>().Value);

    /// <summary>The SDK's client for recordings.</summary>
    public static AudioClient AudioClient(IServiceProvider services, string model) => new(model, Key(services), ClientOptions(services));

    private static OpenAIClientOptions ClientOptions(IServiceProvider services)
    {
        var provider = services.GetRequiredService<IOptions<ProviderOptions>>().Value;
        return new OpenAIClientOptions
        {
            Endpoint = provider.Endpoint,
            OrganizationId = provider.Organization,
            // Ours waits, honours Retry-After, and knows what cannot help.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            // The time limits are ours too, and tell the first token from the next.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            Transport = new HttpClientPipelineTransport(services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName)),
        };
    }

    // A local server takes any key, but the SDK wants one.
    private static ApiKeyCredential Key(IServiceProvider services) =>
        new(services.GetRequiredService<IOptions<ProviderOptions>>().Value.ApiKey ?? "none");

    private static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
