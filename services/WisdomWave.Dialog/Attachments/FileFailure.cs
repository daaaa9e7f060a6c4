namespace WisdomWave.Dialog.Attachments;

/// <summary>Why a file could not be had.</summary>
internal enum FileFailure
{
    /// <summary>Telegram does not have it (any more).</summary>
    Gone,

    TooLarge,

    /// <summary>Telegram or ingress are away.</summary>
    Away,
}
