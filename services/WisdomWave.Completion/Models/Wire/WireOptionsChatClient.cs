using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ReasoningEffort = WisdomWave.Contracts.Completion.ReasoningEffort;

namespace WisdomWave.Completion.Models.Wire;

/// <summary>Sets the parameters that the SDK has no options for: the output token limit under the name that the model's server expects, and the effort.</summary>
internal sealed class WireOptionsChatClient(IChatClient innerClient, ProviderModels models) : StreamingChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        InnerClient.GetStreamingResponseAsync(messages, ToWire(options), cancellationToken);

    private ChatOptions? ToWire(ChatOptions? options)
    {
        var (effort, reasoningTokens) = options is AnswerOptions answer ? (answer.Effort, answer.ReasoningTokens) : (null, 0);
        var maxTokens = options?.MaxOutputTokens + reasoningTokens;
        var usesOldName = maxTokens is not null && models.Find(options!.ModelId).MaxTokensParameter == ProviderModel.MaxTokens;
        if (options is null || (effort is null && reasoningTokens == 0 && !usesOldName))
            return options;

        var wire = options.Clone();
        wire.MaxOutputTokens = usesOldName ? null : maxTokens;
        wire.RawRepresentationFactory = _ =>
        {
            var raw = new ChatCompletionOptions();
#pragma warning disable SCME0001 // The only way to set parameters for which the SDK has no stable property.
            if (usesOldName)
                raw.Patch.Set("$.max_tokens"u8, maxTokens!.Value);
            if (effort is { } level)
                raw.Patch.Set("$.reasoning_effort"u8, NameOf(level));
#pragma warning restore SCME0001
            return raw;
        };
        return wire;
    }

    private static string NameOf(ReasoningEffort effort) => JsonNamingPolicy.CamelCase.ConvertName(effort.ToString());
}
