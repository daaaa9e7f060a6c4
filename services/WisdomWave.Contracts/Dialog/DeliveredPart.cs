namespace WisdomWave.Contracts.Dialog;

/// <summary>One Telegram message of a reply.</summary>
/// <param name="Part">From 0; part 0 is the placeholder that the text is streamed into.</param>
/// <param name="MessageId">Telegram's number of it in the chat; see <see cref="PartState.Sending"/> for what it is before there is one.</param>
/// <param name="State">Whether its text is final.</param>
public sealed record DeliveredPart(int Part, int MessageId, PartState State);
