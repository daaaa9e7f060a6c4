using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Reasoning;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>
/// Outside of retries and time limits: whatever keeps a model from its first word, the model that stands in for it is asked. Stand-ins
/// have an allowance of their own, of which each that is left gets a call.
/// </summary>
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
        ProviderException? first = null;
        for (var next = 0; ; next++)
        {
            await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            var hasText = false;
            ProviderException failed;
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                        yield break;
                }
                catch (ProviderException e) when (!hasText && next < standIns.Count && CanHelp(e.Failure.Kind) && MayStandIn(options))
                {
                    LogStandIn(options.ModelId!, e.Failure.Kind, e.Failure.Status, e.Failure.Words, standIns[next]);
                    metrics.StoodIn(e.Failure.Kind);
                    failed = e;
                    break;
                }
                // A prompt that is too long is told of the model that was asked, whatever its stand-ins said, and of no other.
                catch (ProviderException e) when (!hasText && first is not null && IsOverflow(first) != IsOverflow(e))
                {
                    throw first;
                }

                hasText = (hasText && updates.Current.RawRepresentation is not TextWasReasoning) || updates.Current.Text.Length > 0;
                yield return updates.Current;
            }

            first ??= failed;
            options = StandIn(options, standIns[next], standIns.Count - next - 1);
            yield return new ChatResponseUpdate { RawRepresentation = new AnsweredBy(standIns[next]) };
        }
    }

    private static bool IsOverflow(ProviderException exception) => exception.Failure.Kind == FailureKind.ContextTooLong;

    private static bool MayStandIn(ChatOptions options) => options is not AnswerOptions { Calls: { } calls } || calls.HasMore(isStandIn: true, standInsBehind: 0);

    // A refusal is an answer; everything else is a failure.
    private static bool CanHelp(FailureKind kind) => kind != FailureKind.Refused;

    private ChatOptions StandIn(ChatOptions options, string name, int behind)
    {
        var clone = options.Clone();
        clone.ModelId = name;
        if (clone is AnswerOptions answer)
        {
            var model = models.Find(name);
            (answer.IsStandIn, answer.StandInsBehind) = (true, behind);
            (answer.Effort, answer.ReasoningTokens) = (model.ReasoningEffort, model.RoomForReasoning);
        }

        return clone;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model}: {Kind} ({Status}), {Words}; {StandIn} stands in for it")]
    private partial void LogStandIn(string model, FailureKind kind, int status, ProviderError words, string standIn);
}
