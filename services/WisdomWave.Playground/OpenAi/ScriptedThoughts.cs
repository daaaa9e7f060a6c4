using System.Text.RegularExpressions;

namespace WisdomWave.Playground.OpenAi;

/// <summary>
/// What the scripted model thinks when it is told to ("think …", "подумай …"): the more, the higher the effort. As elsewhere, models of
/// OpenAI keep their thoughts to themselves, others send them beside the text, and "think aloud" gets them between tags inside of it.
/// </summary>
internal sealed partial record ScriptedThoughts(string Text, ThoughtStyle Style)
{
    public static readonly ScriptedThoughts None = new("", ThoughtStyle.Hidden);

    private const string Sentence = "I look at the question from one side, then from the other, and weigh what I know. ";

    public int Tokens => TokenEstimate.Of(Text);

    /// <param name="question">The last message.</param>
    /// <param name="model">That is asked.</param>
    /// <param name="effort">As in the request.</param>
    public static ScriptedThoughts About(string question, string model, string? effort)
    {
        if (!AsksThought().IsMatch(question))
            return None;

        var sentences = effort switch
        {
            "minimal" => 1,
            "low" => 4,
            "high" => 64,
            _ => 16,
        };
        var style = question.Contains("aloud", StringComparison.OrdinalIgnoreCase) || question.Contains("вслух", StringComparison.OrdinalIgnoreCase) ? ThoughtStyle.Tags
            : Hides().IsMatch(model) ? ThoughtStyle.Hidden
            : ThoughtStyle.Beside;
        return new(string.Concat(Enumerable.Repeat(Sentence, sentences)).TrimEnd(), style);
    }

    /// <summary>As much of it as fits into so many tokens.</summary>
    public ScriptedThoughts Within(int tokens)
    {
        if (Tokens <= tokens)
            return this;

        var end = 0;
        while (end < Text.Length && Pieces.LengthAt(Text, end) is var piece && TokenEstimate.Of(Text.AsSpan(0, end + piece)) <= tokens)
            end += piece;
        return this with { Text = Text[..end] };
    }

    [GeneratedRegex(@"\bthink\b|подумай", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AsksThought();

    [GeneratedRegex(@"^(gpt-|o\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Hides();
}

/// <summary>Where thoughts are in a stream.</summary>
internal enum ThoughtStyle
{
    /// <summary>Nowhere: only counted.</summary>
    Hidden,

    /// <summary>In <c>reasoning_content</c>.</summary>
    Beside,

    /// <summary>Between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c> in front of the text.</summary>
    Tags,
}
