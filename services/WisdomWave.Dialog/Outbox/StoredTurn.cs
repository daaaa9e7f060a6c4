using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Outbox;

/// <param name="Conversation">Whose turn it is.</param>
/// <param name="Turn">Where its reply goes and what has arrived.</param>
/// <param name="End">Its reply; null while it has none.</param>
internal sealed record StoredTurn(ConversationKey Conversation, TurnRef Turn, TurnEvent? End);
