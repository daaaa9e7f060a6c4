using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.Models;

/// <summary>Sends a call to its model's own server, where it has one.</summary>
/// <param name="innerClient">The server of all other models.</param>
/// <param name="own">By the model's name.</param>
internal sealed class RoutingChatClient(IChatClient innerClient, IReadOnlyDictionary<string, IChatClient> own) : StreamedChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var client = options?.ModelId is { } model && own.TryGetValue(model, out var its) ? its : InnerClient;
        return client.GetStreamingResponseAsync(messages, options, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var client in own.Values)
                client.Dispose();
        }

        base.Dispose(disposing);
    }
}
