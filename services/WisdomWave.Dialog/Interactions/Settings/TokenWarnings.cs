namespace WisdomWave.Dialog.Interactions.Settings;

/// <summary>How often the person is told that old turns have left the window.</summary>
internal enum TokenWarnings
{
    OncePerDialogue,
    Always,
    Never,
}
