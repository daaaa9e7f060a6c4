using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.Models.Reasoning;

/// <summary>
/// Converts the model's reasoning to <see cref="TextReasoningContent"/>, however its server sends it, and removes blanks before the
/// first visible character. It is the decorator closest to the provider.
/// </summary>
internal sealed class ReasoningChatClient(IChatClient innerClient) : StreamingChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var splitter = new ReasoningSplitter();
        await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (update.FinishReason is not null)
            {
                // Text that was held back as a possible tag precedes the end.
                if (ToUpdate(splitter.Add(TakeText(update))) is { } last)
                    yield return last;
                if (ToUpdate(splitter.End()) is { } rest)
                    yield return rest;
            }
            else if (update.Text is { Length: > 0 } text)
            {
                var split = splitter.Add(text);
                if (split.WasReasoning)
                    yield return new ChatResponseUpdate { RawRepresentation = TextRetracted.Instance };
                if (split.Reasoning.Length > 0 || split.Text != text)
                {
                    TakeText(update);
                    Add(update, split);
                }
            }

            yield return update;
        }

        if (ToUpdate(splitter.End()) is { } end)
            yield return end;
    }

    private static string TakeText(ChatResponseUpdate update)
    {
        var text = update.Text;
        for (var i = update.Contents.Count - 1; i >= 0 && text.Length > 0; i--)
        {
            if (update.Contents[i] is TextContent)
                update.Contents.RemoveAt(i);
        }

        return text;
    }

    private static ChatResponseUpdate? ToUpdate(ReasoningSplitter.Split split)
    {
        if (split is { Text: "", Reasoning: "", WasReasoning: false })
            return null;

        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, RawRepresentation = split.WasReasoning ? TextRetracted.Instance : null };
        Add(update, split);
        return update;
    }

    private static void Add(ChatResponseUpdate update, ReasoningSplitter.Split split)
    {
        if (split.Reasoning.Length > 0)
            update.Contents.Add(new TextReasoningContent(split.Reasoning));
        if (split.Text.Length > 0)
            update.Contents.Add(new TextContent(split.Text));
    }
}
