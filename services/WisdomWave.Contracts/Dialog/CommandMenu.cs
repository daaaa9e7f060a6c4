namespace WisdomWave.Contracts.Dialog;

/// <summary>The commands as one language shows them in one kind of chat.</summary>
/// <param name="Scope">Who sees it.</param>
/// <param name="Language">An ISO 639-1 code, or null for everybody whose language has no menu of its own.</param>
/// <param name="Commands">In the order in which they are shown; 100 at most.</param>
public sealed record CommandMenu(MenuScope Scope, string? Language, IReadOnlyList<BotCommandText> Commands);
