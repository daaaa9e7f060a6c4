using System.Text.RegularExpressions;

namespace WisdomWave.Contracts.Completion;

/// <summary>What both services assume of models that think, where the operator's configuration does not say.</summary>
public static partial class ReasoningModels
{
    /// <summary>What a model does that is not told: OpenAI's default.</summary>
    public const ReasoningEffort DefaultEffort = ReasoningEffort.Medium;

    /// <summary>Whether a model thinks, by its name, also behind a vendor's prefix: <c>gpt-5-mini</c>, <c>openai/o4-mini</c>, <c>deepseek-r1:8b</c>.</summary>
    public static bool Includes(string model) => Names().IsMatch(model);

    /// <summary>The room for thoughts at an effort, tokens; apart from the room for the answer.</summary>
    public static int RoomFor(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.Minimal => 1_000,
        ReasoningEffort.Low => 4_000,
        ReasoningEffort.Medium => 8_000,
        _ => 16_000,
    };

    // gpt-5-chat and its like answer at once.
    [GeneratedRegex(
        """
        (^|[/:._-])(
            gpt-5(?![\w.]*-chat) | o[1-9](?![a-z0-9]) | gpt-oss | codex-mini
            | deepseek-(r\d|reasoner) | qwq | magistral | kimi-k2-thinking
        ) | -thinking\b | -reasoning\b | reasoner\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Names();
}
