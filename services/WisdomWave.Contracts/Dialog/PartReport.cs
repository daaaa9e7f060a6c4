namespace WisdomWave.Contracts.Dialog;

/// <summary>What ingress reports of one part (<c>PUT /turns/{turn}/parts/{part}</c>); reporting twice changes nothing.</summary>
/// <param name="MessageId">Telegram's number of the message; see <see cref="PartState.Sending"/> for what it is before there is one.</param>
/// <param name="State">Whether its text is final, and whether it is the last.</param>
public sealed record PartReport(int MessageId, PartState State);
