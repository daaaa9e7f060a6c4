using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.Models;

/// <summary>A decorator that is written once: an answer in one piece is a stream that was waited for.</summary>
internal abstract class StreamedChatClient(IChatClient innerClient) : DelegatingChatClient(innerClient)
{
    public sealed override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public abstract override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default);
}
