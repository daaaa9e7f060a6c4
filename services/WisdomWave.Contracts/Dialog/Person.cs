namespace WisdomWave.Contracts.Dialog;

/// <summary>Who wrote.</summary>
/// <param name="Id">Telegram's user number, or the number of the chat on whose behalf an anonymous admin wrote.</param>
/// <param name="Name">The name that others see; shown to the model in shared dialogues only.</param>
/// <param name="Language">The IETF tag of the person's Telegram client (<c>ru</c>, <c>en-GB</c>), null when it did not say.</param>
public sealed record Person(long Id, string Name, string? Language = null);
