using System.Globalization;
using System.Text.Json;

namespace WisdomWave.Load.Outside;

/// <summary>
/// Questions and answers: for each turn the model's Markdown and the text that must then be in the chat. All answers have
/// the same length and formatting; the turn's number at both ends tells them apart and shows that nothing was cut.
/// </summary>
internal sealed class AnswerText
{
    private const string Question = "Question ";

    // The same sentence in Markdown and as Telegram shows it.
    private const string Sentence = "The tide comes back to the shore *twice a day*, because the `moon` pulls at the water and the earth turns below it. ";
    private const string ShownSentence = "The tide comes back to the shore twice a day, because the moon pulls at the water and the earth turns below it. ";

    private readonly string _shownMiddle;
    private readonly byte[][] _middle;

    /// <param name="length">About how many characters an answer has.</param>
    /// <param name="chunks">In how many pieces the model sends it; at least 2.</param>
    public AnswerText(int length, int chunks)
    {
        var sentences = Math.Max(1, length / ShownSentence.Length);
        var middle = string.Concat(Enumerable.Repeat(Sentence, sentences));
        _shownMiddle = string.Concat(Enumerable.Repeat(ShownSentence, sentences));

        var pieces = Math.Clamp(chunks - 2, 1, middle.Length);
        _middle = [.. Enumerable.Range(0, pieces).Select(piece => Encoded(
            middle[(int)((long)middle.Length * piece / pieces)..(int)((long)middle.Length * (piece + 1) / pieces)]))];
        Characters = _shownMiddle.Length;
    }

    public int Characters { get; }

    /// <summary>The pieces of an answer.</summary>
    public int Chunks => _middle.Length + 2;

    /// <summary>Nothing in it needs escaping in JSON.</summary>
    public static string QuestionOf(long turn) =>
        string.Create(CultureInfo.InvariantCulture, $"{Question}{turn}: why does the tide come back to the shore, and what has the moon to do with it?");

    public string ShownOf(long turn) => string.Create(CultureInfo.InvariantCulture, $"Answer {turn}. {_shownMiddle}This was answer {turn}.");

    /// <summary>A piece of the answer as the content of a JSON string, UTF-8.</summary>
    public byte[] ChunkOf(long turn, int chunk) =>
        chunk == 0 ? Encoded(string.Create(CultureInfo.InvariantCulture, $"**Answer {turn}.** "))
        : chunk > _middle.Length ? Encoded(string.Create(CultureInfo.InvariantCulture, $"This was answer {turn}."))
        : _middle[chunk - 1];

    /// <summary>The turn that a text asks for; null if it is not a question of the load.</summary>
    public static long? TurnAsked(ReadOnlySpan<char> text)
    {
        var start = text.LastIndexOf(Question);
        if (start < 0)
            return null;
        var number = text[(start + Question.Length)..];
        var end = number.IndexOf(':');
        return end > 0 && long.TryParse(number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var turn) ? turn : null;
    }

    private static byte[] Encoded(string text) => JsonEncodedText.Encode(text).EncodedUtf8Bytes.ToArray();
}
