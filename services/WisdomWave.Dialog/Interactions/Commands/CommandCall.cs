using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>A command whose turn has come.</summary>
internal sealed record CommandCall
{
    public required Command Command { get; init; }

    public required Turn Turn { get; init; }

    public required ConversationKey Key { get; init; }

    /// <summary>The dialogue as it stands; changed only by <see cref="CommandReply.Applied"/>.</summary>
    public required ConversationMemory Memory { get; init; }

    public required ChatSettings Settings { get; init; }

    public required Texts Texts { get; init; }

    public ChatKind ChatKind => Turn.Live.Turn.Chat.Kind;

    public long PersonId => Turn.PersonId;
}
