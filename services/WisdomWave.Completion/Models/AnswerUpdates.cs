using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.Models;

internal static class AnswerUpdates
{
    public static bool HasThoughts(this ChatResponseUpdate update)
    {
        for (var i = 0; i < update.Contents.Count; i++)
        {
            if (update.Contents[i] is TextReasoningContent { Text.Length: > 0 })
                return true;
        }

        return false;
    }

    public static string Thoughts(this ChatResponseUpdate update) =>
        string.Concat(update.Contents.OfType<TextReasoningContent>().Select(thought => thought.Text));
}
