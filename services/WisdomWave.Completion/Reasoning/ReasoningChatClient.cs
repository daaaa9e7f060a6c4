using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Reasoning;

/// <summary>Nearest to the provider: what the model thinks becomes <see cref="TextReasoningContent"/>, whichever way its server sends it; text begins with a visible character.</summary>
internal sealed class ReasoningChatClient(IChatClient innerClient) : StreamedChatClient(innerClient)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var splitter = new ThoughtSplitter();
        await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (update.FinishReason is not null)
            {
                // What waits for more of a tag comes before the end.
                if (Written(splitter.Take(TakeText(update))) is { } last)
                    yield return last;
                if (Written(splitter.End()) is { } rest)
                    yield return rest;
            }
            else if (update.Text.Length > 0)
            {
                var split = splitter.Take(TakeText(update));
                if (split.WasReasoning)
                    yield return new ChatResponseUpdate { RawRepresentation = TextWasReasoning.Instance };
                Add(update, split);
            }

            yield return update;
        }

        if (Written(splitter.End()) is { } end)
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

    private static ChatResponseUpdate? Written(ThoughtSplitter.Split split)
    {
        if (split is { Text: "", Thoughts: "", WasReasoning: false })
            return null;

        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, RawRepresentation = split.WasReasoning ? TextWasReasoning.Instance : null };
        Add(update, split);
        return update;
    }

    private static void Add(ChatResponseUpdate update, ThoughtSplitter.Split split)
    {
        if (split.Thoughts.Length > 0)
            update.Contents.Add(new TextReasoningContent(split.Thoughts));
        if (split.Text.Length > 0)
            update.Contents.Add(new TextContent(split.Text));
    }
}
