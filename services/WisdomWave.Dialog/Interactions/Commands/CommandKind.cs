namespace WisdomWave.Dialog.Interactions.Commands;

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
