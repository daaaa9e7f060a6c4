using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Metrics;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>Outside of retries and time limits: when a model's provider fails for good before there is text, the model that stands in for it is asked.</summary>
internal sealed partial class FallbackChatClient(
    IChatClient innerClient, ModelCatalog models, CompletionMetrics metrics, ILogger<FallbackChatClient> logger) : StreamedChatClient(innerClient)
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options?.ModelId is { } model && models.StandInsOf(model) is { Count: > 0 } standIns
            ? TryAllAsync(standIns, messages, options, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> TryAllAsync(
        IReadOnlyList<string> standIns, IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 0; ; next++)
        {
            await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            var hasText = false;
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                        yield break;
                }
                catch (ProviderException e) when (!hasText && next < standIns.Count && CanHelp(e.Failure.Kind))
                {
                    LogStandIn(options.ModelId!, e.Failure.Kind, standIns[next]);
                    metrics.StoodIn(e.Failure.Kind);
                    break;
                }

                hasText |= updates.Current.Text.Length > 0;
                yield return updates.Current;
            }

            options = options.Clone();
            options.ModelId = standIns[next];
            yield return new ChatResponseUpdate { RawRepresentation = new AnsweredBy(standIns[next]) };
        }
    }

    // What is wrong with the prompt is wrong with it everywhere; a refusal is an answer.
    private static bool CanHelp(FailureKind kind) => kind
        is FailureKind.Unavailable or FailureKind.TimedOut or FailureKind.RateLimited or FailureKind.QuotaSpent
        or FailureKind.KeyRejected or FailureKind.ModelNotFound;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model}: {Kind}; {StandIn} stands in for it")]
    private partial void LogStandIn(string model, FailureKind kind, string standIn);
}
