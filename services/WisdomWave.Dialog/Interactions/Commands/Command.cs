namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>A parsed command. <c>Argument</c> is the text after the name, or empty.</summary>
internal readonly record struct Command(CommandKind Kind, string Argument = "");

internal enum CommandKind
{
    Start,
    Help,
    Forget,
    Stop,
    Retry,
    Undo,
    Context,
    Settings,
    Model,
    Persona,
    Language,
    Usage,
    Export,
    Pin,
    Allow,
    Deny,
    People,
    Stats,
    Unknown,
}
