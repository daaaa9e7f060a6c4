using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>A command that is being executed, with its context.</summary>
internal sealed record CommandCall
{
    public required Command Command { get; init; }

    public required Turn Turn { get; init; }

    public required ConversationKey Key { get; init; }

    /// <summary>The conversation as it is now. Only <see cref="CommandReply.Applied"/> may change it.</summary>
    public required ConversationMemory Memory { get; init; }

    public required ChatSettings Settings { get; init; }

    public required Texts Texts { get; init; }

    public ChatKind ChatKind => Turn.Live.Turn.Chat.Kind;

    public long UserId => Turn.UserId;
}
