using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.Models;

/// <summary>Base of the pipeline's decorators: they implement streaming only, a complete response is collected from the stream.</summary>
internal abstract class StreamingChatClient(IChatClient innerClient) : DelegatingChatClient(innerClient)
{
    public sealed override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public abstract override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>A call of the provider starts. Like the other signals below, it is the <see cref="ChatResponseUpdate.RawRepresentation"/> of an update.</summary>
/// <param name="Model">The model's name in the configuration.</param>
/// <param name="IsFallback">Whether this is not the requested model, but a fallback.</param>
internal sealed record ProviderCallStarted(string? Model, bool IsFallback);

/// <summary>A fallback answers in place of the requested model.</summary>
/// <param name="Model">The model's name in the configuration.</param>
internal sealed record FallbackStarted(string Model);

/// <summary>All text before this update was reasoning, not part of the answer.</summary>
internal sealed class TextRetracted
{
    public static TextRetracted Instance { get; } = new();
}

/// <summary>This call joined an identical call in flight.</summary>
internal sealed class JoinedCall
{
    public static JoinedCall Instance { get; } = new();
}

/// <summary>The answer was given to a similar question.</summary>
internal sealed class SimilarAnswer
{
    public static SimilarAnswer Instance { get; } = new();
}

internal static class ChatResponseUpdateExtensions
{
    /// <summary>Whether the answer has text after this update.</summary>
    public static bool HasText(this ChatResponseUpdate update, bool hadText) =>
        (hadText && update.RawRepresentation is not TextRetracted) || update.Text.Length > 0;

    public static bool HasReasoning(this ChatResponseUpdate update)
    {
        for (var i = 0; i < update.Contents.Count; i++)
        {
            if (update.Contents[i] is TextReasoningContent { Text.Length: > 0 })
                return true;
        }

        return false;
    }

    public static string ReasoningText(this ChatResponseUpdate update) =>
        string.Concat(update.Contents.OfType<TextReasoningContent>().Select(reasoning => reasoning.Text));
}
