using System.ClientModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Models;

/// <summary>
/// Innermost: whatever goes wrong comes out as a <see cref="ProviderException"/>, also what the SDK takes for a normal end:
/// an error object inside the stream, and a stream that stops without a finish reason.
/// </summary>
internal sealed class FailingChatClient(IChatClient innerClient, TimeProvider time) : StreamedChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasText = false;
        Microsoft.Extensions.AI.ChatFinishReason? finish = null;
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                    break;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && FailureOf(e, hasText) is { } failure)
            {
                throw new ProviderException(failure, e);
            }

            var update = updates.Current;
            if (FailureIn(update) is { } kind)
                throw new ProviderException(new(AfterText(kind, hasText), 200));

            hasText |= update.Text.Length > 0;
            finish ??= update.FinishReason;
            yield return update;
        }

        if (finish is null)
            throw new ProviderException(new(AfterText(FailureKind.Unavailable, hasText), 200));
        if (finish == Microsoft.Extensions.AI.ChatFinishReason.ContentFilter && !hasText)
            throw new ProviderException(new(FailureKind.Refused, 200));
    }

    // What has come is kept, so the person is told that it is not all.
    private static FailureKind AfterText(FailureKind kind, bool hasText) =>
        kind == FailureKind.Unavailable && hasText ? FailureKind.CutOff : kind;

    private static FailureKind? FailureIn(ChatResponseUpdate update)
    {
        if (update.RawRepresentation is not StreamingChatCompletionUpdate raw)
            return null;
        if (!string.IsNullOrEmpty(raw.RefusalUpdate))
            return FailureKind.Refused;

#pragma warning disable SCME0001 // The only way to what the SDK does not know: data: {"error":{…}}
        return raw.Patch.Contains("$.error"u8)
            ? FailureTable.KindOf(200, ProviderError.FromError(raw.Patch.GetJson("$.error"u8).ToMemory()) ?? new(null, null, ""))
            : null;
#pragma warning restore SCME0001
    }

    private ProviderFailure? FailureOf(Exception exception, bool hasText) => exception switch
    {
        ClientResultException response => ProviderFailures.Of(response, time),
        // JSON: a proxy's page, or half an event before the end.
        IOException or HttpRequestException or JsonException => new(AfterText(FailureKind.Unavailable, hasText)),
        OperationCanceledException => new(FailureKind.TimedOut),
        _ => null,
    };
}
