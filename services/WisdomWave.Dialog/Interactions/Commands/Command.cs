namespace WisdomWave.Dialog.Interactions.Commands;

/// <param name="Kind">What the person wants.</param>
/// <param name="Argument">What follows the command's name; empty when nothing does.</param>
internal readonly record struct Command(CommandKind Kind, string Argument = "");
