namespace WisdomWave.Contracts.Dialog;

/// <summary>One line of the commands menu.</summary>
/// <param name="Command">Without the slash; 1–32 lowercase Latin letters, digits, underscores.</param>
/// <param name="Description">1–256 characters.</param>
public sealed record BotCommandText(string Command, string Description);
