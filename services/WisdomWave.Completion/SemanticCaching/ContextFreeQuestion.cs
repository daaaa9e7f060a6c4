using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>The one question of a prompt without history.</summary>
/// <param name="Text">The person's words.</param>
/// <param name="System">What the model is told before them.</param>
internal sealed record ContextFreeQuestion(string Text, IReadOnlyList<ChatMessage> System)
{
    // Fewer say too little for a meaning: theirs is the exact cache. A text this long is hardly asked twice.
    private const int LeastWords = 3;
    private const int MaxLength = 1000;

    /// <returns>Null for a prompt with history, with pictures, or with a text that is too short or too long to be compared.</returns>
    public static ContextFreeQuestion? In(IEnumerable<ChatMessage> prompt)
    {
        ChatMessage[] messages = [.. prompt];
        return messages is [.. var system, { Contents: [TextContent { Text: { Length: <= MaxLength } text }] } question]
            && question.Role == ChatRole.User
            && Words(text) >= LeastWords
            && Array.TrueForAll(system, message => message.Role == ChatRole.System)
                ? new(text, system)
                : null;
    }

    private static int Words(string text) => text.Split((char[]?)null, LeastWords, StringSplitOptions.RemoveEmptyEntries).Length;
}
