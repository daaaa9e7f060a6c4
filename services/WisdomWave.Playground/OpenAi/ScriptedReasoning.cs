using System.Text.RegularExpressions;

namespace WisdomWave.Playground.OpenAi;

/// <summary>
/// The scripted model's reasoning if the question asks for it ("think …", "подумай …"); a higher effort makes it longer. OpenAI's models
/// hide their reasoning, other models send it separately from the text, and "think aloud" puts it between tags in the text.
/// </summary>
internal sealed partial record ScriptedReasoning(string Text, ReasoningStyle Style)
{
    public static readonly ScriptedReasoning None = new("", ReasoningStyle.Hidden);

    private const string Sentence = "I look at the question from one side, then from the other, and weigh what I know. ";

    public int Tokens => TokenEstimate.Of(Text);

    /// <param name="question">The last message.</param>
    /// <param name="model">The requested model.</param>
    /// <param name="effort">The effort in the request.</param>
    public static ScriptedReasoning About(string question, string model, string? effort)
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
        var style = question.Contains("aloud", StringComparison.OrdinalIgnoreCase) || question.Contains("вслух", StringComparison.OrdinalIgnoreCase) ? ReasoningStyle.Tags
            : Hides().IsMatch(model) ? ReasoningStyle.Hidden
            : ReasoningStyle.SeparateField;
        return new(string.Concat(Enumerable.Repeat(Sentence, sentences)).TrimEnd(), style);
    }

    /// <summary>Truncates the reasoning to a number of tokens.</summary>
    public ScriptedReasoning Within(int tokens)
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

/// <summary>Where a stream contains the reasoning.</summary>
internal enum ReasoningStyle
{
    /// <summary>The reasoning is only counted in the usage.</summary>
    Hidden,

    /// <summary>In <c>reasoning_content</c>.</summary>
    SeparateField,

    /// <summary>Between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c> before the text.</summary>
    Tags,
}
