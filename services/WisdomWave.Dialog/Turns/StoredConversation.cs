using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>A conversation as the database has it.</summary>
internal sealed record StoredConversation(
    ConversationRow Row, IReadOnlyList<RememberedTurn> Window, IReadOnlyList<Pin> Pins, IReadOnlyList<TurnRow> Unfinished);
