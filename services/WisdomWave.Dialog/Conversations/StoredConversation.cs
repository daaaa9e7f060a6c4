using WisdomWave.Dialog.Budgeting;
using WisdomWave.Dialog.History;
using WisdomWave.Dialog.Pinning;

namespace WisdomWave.Dialog.Conversations;

/// <summary>A conversation as the database has it.</summary>
internal sealed record StoredConversation(
    ConversationRow Row, IReadOnlyList<RememberedTurn> Window, IReadOnlyList<Pin> Pins, IReadOnlyList<TurnRow> Unfinished);
