using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;
using WisdomWave.Completion.Models.Failures;

namespace WisdomWave.Completion.Telemetry;

/// <summary>
/// Counts how the last call of a question to a model ended. It encloses the time limits, because a call that takes too long has failed, and is
/// inside the fallback, because each model counts for itself. Calls that are retried are counted when that is decided.
/// </summary>
internal sealed class ProviderCallCountingChatClient(IChatClient innerClient, CompletionMetrics metrics) : StreamingChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var isCounted = false;
        try
        {
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                        break;
                }
                catch (ProviderException e)
                {
                    isCounted = true;
                    metrics.CountProviderCall(options?.ModelId, e.Failure.Kind);
                    throw;
                }

                yield return updates.Current;
            }

            isCounted = true;
            metrics.CountProviderCall(options?.ModelId, failure: null);
        }
        finally
        {
            if (!isCounted)
                metrics.CountAbandonedCall(options?.ModelId);
        }
    }
}
