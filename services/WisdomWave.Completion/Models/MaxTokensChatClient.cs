using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace WisdomWave.Completion.Models;

/// <summary>Names the room for the answer as the model's server does.</summary>
internal sealed class MaxTokensChatClient(IChatClient innerClient, ModelCatalog models) : StreamedChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        InnerClient.GetStreamingResponseAsync(messages, Named(options), cancellationToken);

    private ChatOptions? Named(ChatOptions? options)
    {
        if (options?.MaxOutputTokens is not { } room || models.Find(options.ModelId).MaxTokensParameter != ModelOptions.MaxTokens)
            return options;

        var named = options.Clone();
        named.MaxOutputTokens = null;
        named.RawRepresentationFactory = _ =>
        {
            var raw = new ChatCompletionOptions();
#pragma warning disable SCME0001 // The only way to a parameter that the SDK has no property for.
            raw.Patch.Set("$.max_tokens"u8, room);
#pragma warning restore SCME0001
            return raw;
        };
        return named;
    }
}
