using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.SemanticCaching;

/// <summary>The only question of a prompt without history.</summary>
/// <param name="Text">The user message.</param>
/// <param name="System">The system messages before it.</param>
internal sealed record ContextFreeQuestion(string Text, IReadOnlyList<ChatMessage> System)
{
    // Fewer words mean too little to be compared; the exact cache covers them. Longer texts are hardly ever asked twice.
    private const int MinWords = 3;
    private const int MaxLength = 1000;

    /// <returns>Null for a prompt with history, with images, or with a text that is too short or too long to be compared.</returns>
    public static ContextFreeQuestion? In(IEnumerable<ChatMessage> prompt)
    {
        ChatMessage[] messages = [.. prompt];
        return messages is [.. var system, { Contents: [TextContent { Text: { Length: <= MaxLength } text }] } question]
            && question.Role == ChatRole.User
            && CountWords(text) >= MinWords
            && Array.TrueForAll(system, message => message.Role == ChatRole.System)
                ? new(text, system)
                : null;
    }

    private static int CountWords(string text) => text.Split((char[]?)null, MinWords, StringSplitOptions.RemoveEmptyEntries).Length;
}
