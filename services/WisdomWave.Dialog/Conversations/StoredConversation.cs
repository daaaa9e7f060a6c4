using WisdomWave.Dialog.Budgeting;
using WisdomWave.Dialog.History;

namespace WisdomWave.Dialog.Conversations;

/// <summary>A conversation as the database has it.</summary>
internal sealed record StoredConversation(
    ConversationRow Row, IReadOnlyList<RememberedTurn> Window, IReadOnlyList<TurnRow> Unfinished);
