namespace WisdomWave.Dialog.Storage.Backups;

internal sealed class BackupOptions
{
    /// <summary>The time between two scheduled backups; zero for none.</summary>
    public TimeSpan Interval { get; set; }

    /// <summary>How many scheduled backups are kept. Backups that an operator has made are never removed.</summary>
    public int Kept { get; set; } = 7;

    /// <summary>Where all backups go. A relative path starts at the data directory.</summary>
    public string Directory { get; set; } = "backups";
}
