namespace WisdomWave.Dialog.Commands;

internal enum CommandKind
{
    Start,
    Help,
    Forget,
    Stop,
    Unknown,
}
