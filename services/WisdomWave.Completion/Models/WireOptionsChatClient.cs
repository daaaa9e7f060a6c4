using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ReasoningEffort = WisdomWave.Contracts.Completion.ReasoningEffort;

namespace WisdomWave.Completion.Models;

/// <summary>Writes what the SDK has no options for: the room for thoughts and answer under the name that the model's server has for it, and the effort.</summary>
internal sealed class WireOptionsChatClient(IChatClient innerClient, ModelCatalog models) : StreamedChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        InnerClient.GetStreamingResponseAsync(messages, Written(options), cancellationToken);

    private ChatOptions? Written(ChatOptions? options)
    {
        var (effort, thoughts) = options is AnswerOptions answer ? (answer.Effort, answer.ReasoningTokens) : (null, 0);
        var room = options?.MaxOutputTokens + thoughts;
        var isNamed = room is not null && models.Find(options!.ModelId).MaxTokensParameter == ModelOptions.MaxTokens;
        if (options is null || (effort is null && thoughts == 0 && !isNamed))
            return options;

        var written = options.Clone();
        written.MaxOutputTokens = isNamed ? null : room;
        written.RawRepresentationFactory = _ =>
        {
            var raw = new ChatCompletionOptions();
#pragma warning disable SCME0001 // The only way to parameters that the SDK has no stable property for.
            if (isNamed)
                raw.Patch.Set("$.max_tokens"u8, room!.Value);
            if (effort is { } level)
                raw.Patch.Set("$.reasoning_effort"u8, Word(level));
#pragma warning restore SCME0001
            return raw;
        };
        return written;
    }

    private static string Word(ReasoningEffort effort) => JsonNamingPolicy.CamelCase.ConvertName(effort.ToString());
}
