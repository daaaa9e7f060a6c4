using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Embeddings;
using WisdomWave.Completion.Models.Reasoning;
using WisdomWave.Completion.Models.Wire;

namespace WisdomWave.Completion.Models;

/// <summary>Creates the OpenAI SDK's clients for the configured servers.</summary>
internal static class ProviderClients
{
    public const string HttpClientName = "openai";

    /// <summary>A chat client for all models: the call's options name the model, and each call goes to its model's server.</summary>
    public static IChatClient ForChat(IServiceProvider services)
    {
        var provider = Provider(services);
        var models = services.GetRequiredService<IOptions<ProviderModels>>().Value;
        var ownServers = models.Models
            .Where(model => provider.For(model) != provider)
            .DistinctBy(model => model.Name)
            .ToDictionary(model => model.Name, model => SdkClient(services, provider.For(model)), StringComparer.Ordinal);
        return WithReasoning(services, new RoutingChatClient(SdkClient(services, provider), ownServers));
    }

    /// <summary>Like <see cref="ForChat"/>, for the simulated server of the warm-up.</summary>
    public static IChatClient ForWarmUp(IServiceProvider services) => WithReasoning(services, SdkClient(services, WarmUpHandler.Server));

    public static AudioClient ForAudio(IServiceProvider services, string model)
    {
        var provider = Provider(services);
        return new(model, Key(provider), ClientOptions(services, provider));
    }

    public static EmbeddingClient ForEmbeddings(IServiceProvider services, string model)
    {
        var provider = Provider(services);
        return new(model, Key(provider), ClientOptions(services, provider));
    }

    private static ReasoningChatClient WithReasoning(IServiceProvider services, IChatClient chat) =>
        new(new WireOptionsChatClient(chat, services.GetRequiredService<IOptions<ProviderModels>>().Value));

    private static IChatClient SdkClient(IServiceProvider services, ProviderOptions server) =>
        new ChatClient("unnamed", Key(server), ClientOptions(services, server)).AsIChatClient();

    private static ProviderOptions Provider(IServiceProvider services) => services.GetRequiredService<IOptions<ProviderOptions>>().Value;

    private static OpenAIClientOptions ClientOptions(IServiceProvider services, ProviderOptions provider) =>
        new()
        {
            Endpoint = provider.Endpoint,
            OrganizationId = provider.Organization,
            // RetryingChatClient retries: it honours Retry-After and knows which failures cannot be retried.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            // TimeLimitedChatClient limits the time: it distinguishes the first token from the next ones.
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            // It would write requests and responses into the log; the pipeline logs what an operator needs.
            ClientLoggingOptions = new() { EnableLogging = false },
            Transport = new HttpClientPipelineTransport(services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName)),
        };

    // A local server accepts any key, but the SDK requires one.
    private static ApiKeyCredential Key(ProviderOptions provider) => new(provider.ApiKey ?? "none");
}

/// <summary>Sends a call to its model's own server if the model has one.</summary>
/// <param name="innerClient">The server of all other models.</param>
/// <param name="ownServers">Keyed by model name.</param>
internal sealed class RoutingChatClient(IChatClient innerClient, IReadOnlyDictionary<string, IChatClient> ownServers) : StreamingChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var client = options?.ModelId is { } model && ownServers.TryGetValue(model, out var own) ? own : InnerClient;
        return client.GetStreamingResponseAsync(messages, options, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var client in ownServers.Values)
                client.Dispose();
        }

        base.Dispose(disposing);
    }
}
