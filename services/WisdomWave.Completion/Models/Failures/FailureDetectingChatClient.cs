using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using WisdomWave.Contracts.Completion;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;

namespace WisdomWave.Completion.Models.Failures;

/// <summary>
/// Throws a <see cref="ProviderException"/> for every failure, including those that the SDK treats as a normal end: an error object in
/// the stream, a stream that stops without a finish reason, an answer without visible text.
/// </summary>
internal sealed class FailureDetectingChatClient(IChatClient innerClient, TimeProvider time) : StreamingChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (isAccepted, hasText, hasReasoning) = (false, false, false);
        ChatFinishReason? finish = null;
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                    break;
            }
            // The answer was complete; only the usage after it is missing.
            catch (Exception) when (finish is not null && hasText && !cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && ProviderFailure.From(e, time) is { } failure)
            {
                throw new ProviderException(AfterText(isAccepted && failure.Status == 0 ? failure with { Status = 200, WasNotReached = false } : failure, hasText), e);
            }

            var update = updates.Current;
            isAccepted = true;
            if (FailureIn(update) is { } reported)
                throw new ProviderException(AfterText(reported, hasText));

            hasText = update.HasText(hasText);
            hasReasoning |= update.HasReasoning();
            finish ??= update.FinishReason;
            ReleaseSdkObjects(update);
            yield return update;
        }

        if (finish is null)
            throw new ProviderException(AfterText(new(FailureKind.Unavailable, 200), hasText));
        if (!hasText)
            throw new ProviderException(new(KindOfEmptyAnswer(finish.Value, hasReasoning), 200));
    }

    /// <summary>
    /// Drops the references to the SDK's objects. An answer stays in memory for a second after its end, and each update would keep its
    /// JSON alive, which every garbage collection would have to copy.
    /// </summary>
    private static void ReleaseSdkObjects(ChatResponseUpdate update)
    {
        if (update.RawRepresentation is StreamingChatCompletionUpdate)
            update.RawRepresentation = null;
        for (var i = 0; i < update.Contents.Count; i++)
            update.Contents[i].RawRepresentation = null;
    }

    // The text so far is kept, so the person learns that the answer is incomplete.
    private static ProviderFailure AfterText(ProviderFailure failure, bool hasText) =>
        failure.Kind == FailureKind.Unavailable && hasText ? failure with { Kind = FailureKind.CutOff } : failure;

    private static FailureKind KindOfEmptyAnswer(ChatFinishReason finish, bool hasReasoning) =>
        finish == ChatFinishReason.ContentFilter ? FailureKind.Refused
        : finish == ChatFinishReason.Length ? FailureKind.NoRoomLeft
        : finish == ChatFinishReason.ToolCalls ? FailureKind.OnlyTools
        : hasReasoning ? FailureKind.OnlyReasoning
        : FailureKind.Empty;

    private static ProviderFailure? FailureIn(ChatResponseUpdate update)
    {
        if (update.RawRepresentation is not StreamingChatCompletionUpdate raw)
            return null;
        if (!string.IsNullOrEmpty(raw.RefusalUpdate))
            return new(FailureKind.Refused, 200);

#pragma warning disable SCME0001 // The only access to fields that the SDK does not know: data: {"error":{…}}
        if (!raw.Patch.Contains("$.error"u8))
            return null;

        var error = ProviderError.FromError(raw.Patch.GetJson("$.error"u8).ToMemory()) ?? new(null, null, null, "");
#pragma warning restore SCME0001
        return new(FailureClassifier.Classify(200, error), 200) { Error = error };
    }
}
