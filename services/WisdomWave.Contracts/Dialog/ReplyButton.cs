namespace WisdomWave.Contracts.Dialog;

/// <summary>A button under a reply.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Data">Comes back in <see cref="ButtonPress.Data"/>; 1–64 bytes of UTF-8.</param>
public sealed record ReplyButton(string Text, string Data);
