using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>How one bot behaves in one chat; in a private chat that is one person's choice.</summary>
internal sealed record ChatSettings
{
    public static readonly ChatSettings Default = new();

    /// <summary><c>ru</c> or <c>en</c>; null follows each person's Telegram.</summary>
    public string? Language { get; init; }

    /// <summary>Of the operator's list; null, or one that has left the list, is the operator's default.</summary>
    public string? Model { get; init; }

    /// <summary>A ready persona (<see cref="Personas"/>); null is the operator's, unless <see cref="OwnPersona"/> is set.</summary>
    public string? ReadyPersona { get; init; }

    /// <summary>The person's own words; goes before <see cref="ReadyPersona"/>.</summary>
    public string? OwnPersona { get; init; }

    public ReplyStyle Style { get; init; }

    public TokenWarnings Warnings { get; init; }

    /// <summary>How much the model thinks, where it does; null is the operator's choice.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Whether what the model thought is shown before its answer.</summary>
    public bool ShowsThoughts { get; init; }

    /// <summary>Whether a group has one dialogue with the bot instead of one for each person.</summary>
    public bool IsShared { get; init; }
}
