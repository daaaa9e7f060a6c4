namespace WisdomWave.Dialog.Interactions.Pinning;

/// <param name="Id">Of the row.</param>
/// <param name="MessageId">Telegram's number of the pinned message.</param>
/// <param name="Text">What it says.</param>
[GenerateSerializer, Immutable]
internal sealed record Pin(long Id, int MessageId, string Text);
