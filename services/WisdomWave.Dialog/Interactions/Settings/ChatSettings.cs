using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>The settings of one bot in one chat.</summary>
internal sealed record ChatSettings
{
    public static readonly ChatSettings Default = new();

    /// <summary><c>ru</c> or <c>en</c>; null uses the language of each person's Telegram client.</summary>
    public string? Language { get; init; }

    /// <summary>A model of the operator's list. Null, or a model that is no longer listed, means the operator's default.</summary>
    public string? Model { get; init; }

    /// <summary>A ready-made persona (<see cref="Personas"/>); null means the operator's persona, unless <see cref="OwnPersona"/> is set.</summary>
    public string? ReadyPersona { get; init; }

    /// <summary>A persona in the person's own words; takes precedence over <see cref="ReadyPersona"/>.</summary>
    public string? OwnPersona { get; init; }

    public ReplyStyle Style { get; init; }

    public TokenWarnings Warnings { get; init; }

    /// <summary>Effort of a reasoning model; null means the operator's choice.</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Whether the model's reasoning is shown before its answer.</summary>
    public bool ShowsThoughts { get; init; }

    /// <summary>Whether a group has one conversation with the bot instead of one per person.</summary>
    public bool IsShared { get; init; }
}

/// <summary>How often to tell the person that old turns no longer fit into the window.</summary>
internal enum TokenWarnings
{
    OncePerDialogue,
    Always,
    Never,
}
