using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Limiting;

/// <summary>Lets a call through when the limits allow it.</summary>
internal sealed class LimitingChatClient(IChatClient innerClient, ProviderLimits limits) : StreamedChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var permit = await limits.EnterAsync(messages, options, cancellationToken)
            ?? throw new ProviderException(new(FailureKind.RateLimited));
        await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
            yield return update;
    }
}
