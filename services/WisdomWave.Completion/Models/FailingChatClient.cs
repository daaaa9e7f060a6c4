using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using WisdomWave.Completion.Reasoning;
using WisdomWave.Contracts.Completion;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;

namespace WisdomWave.Completion.Models;

/// <summary>
/// Whatever goes wrong comes out as a <see cref="ProviderException"/>, also what the SDK takes for a normal end: an error object inside
/// the stream, a stream that stops without a finish reason, an answer without a visible word.
/// </summary>
internal sealed class FailingChatClient(IChatClient innerClient, TimeProvider time) : StreamedChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (isAccepted, hasText, hasThoughts) = (false, false, false);
        ChatFinishReason? finish = null;
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                    break;
            }
            // The answer was complete: what broke is the count of its tokens.
            catch (Exception) when (finish is not null && hasText && !cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && ProviderFailures.Of(e, time) is { } failure)
            {
                throw new ProviderException(AfterText(isAccepted && failure.Status == 0 ? failure with { Status = 200, WasNotReached = false } : failure, hasText), e);
            }

            var update = updates.Current;
            isAccepted = true;
            if (FailureIn(update) is { } told)
                throw new ProviderException(AfterText(told, hasText));

            hasText = (hasText && update.RawRepresentation is not TextWasReasoning) || update.Text.Length > 0;
            hasThoughts |= update.HasThoughts();
            finish ??= update.FinishReason;
            Lighten(update);
            yield return update;
        }

        if (finish is null)
            throw new ProviderException(AfterText(new(FailureKind.Unavailable, 200), hasText));
        if (!hasText)
            throw new ProviderException(new(Empty(finish.Value, hasThoughts), 200));
    }

    /// <summary>
    /// Lets go of what the SDK read, which nobody needs after this: an answer is kept for a second after its end, and each piece would
    /// keep its JSON in memory, where one collection after the other would copy it.
    /// </summary>
    private static void Lighten(ChatResponseUpdate update)
    {
        if (update.RawRepresentation is StreamingChatCompletionUpdate)
            update.RawRepresentation = null;
        for (var i = 0; i < update.Contents.Count; i++)
            update.Contents[i].RawRepresentation = null;
    }

    // What has come is kept, so the person is told that it is not all.
    private static ProviderFailure AfterText(ProviderFailure failure, bool hasText) =>
        failure.Kind == FailureKind.Unavailable && hasText ? failure with { Kind = FailureKind.CutOff } : failure;

    private static FailureKind Empty(ChatFinishReason finish, bool hasThoughts) =>
        finish == ChatFinishReason.ContentFilter ? FailureKind.Refused
        : finish == ChatFinishReason.Length ? FailureKind.NoRoomLeft
        : finish == ChatFinishReason.ToolCalls ? FailureKind.OnlyTools
        : hasThoughts ? FailureKind.OnlyReasoning
        : FailureKind.Empty;

    private static ProviderFailure? FailureIn(ChatResponseUpdate update)
    {
        if (update.RawRepresentation is not StreamingChatCompletionUpdate raw)
            return null;
        if (!string.IsNullOrEmpty(raw.RefusalUpdate))
            return new(FailureKind.Refused, 200);

#pragma warning disable SCME0001 // The only way to what the SDK does not know: data: {"error":{…}}
        if (!raw.Patch.Contains("$.error"u8))
            return null;

        var error = ProviderError.FromError(raw.Patch.GetJson("$.error"u8).ToMemory()) ?? new(null, null, null, "");
#pragma warning restore SCME0001
        return new(FailureTable.KindOf(200, error), 200) { Error = error };
    }
}
