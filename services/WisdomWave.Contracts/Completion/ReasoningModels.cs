using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace WisdomWave.Contracts.Completion;

/// <summary>What dialog and completion assume about reasoning models when the operator's configuration does not say.</summary>
public static partial class ReasoningModels
{
    /// <summary>The effort of a model when a request sets none; OpenAI's default.</summary>
    public const ReasoningEffort DefaultEffort = ReasoningEffort.Medium;

    /// <summary>Whether the name is that of a reasoning model, with or without a vendor prefix: <c>gpt-5-mini</c>, <c>openai/o4-mini</c>, <c>deepseek-r1:8b</c>.</summary>
    public static bool Includes(string model) => Names().IsMatch(model);

    /// <summary>The limit for reasoning at an effort, tokens; the limit for the answer comes on top.</summary>
    public static int RoomFor(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.Minimal => 1_000,
        ReasoningEffort.Low => 4_000,
        ReasoningEffort.Medium => 8_000,
        _ => 16_000,
    };

    // gpt-5-chat and similar models do not reason.
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

/// <summary>How much a reasoning model (<see cref="ReasoningModels"/>) reasons before it answers, in ascending order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReasoningEffort>))]
public enum ReasoningEffort
{
    Minimal,
    Low,
    Medium,
    High,
}
