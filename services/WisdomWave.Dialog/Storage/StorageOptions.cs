namespace WisdomWave.Dialog.Storage;

/// <summary>Where the database is (<c>WISDOMWAVE_DATA_DIR</c>), and how it is upgraded (<c>Storage</c>).</summary>
internal sealed class StorageOptions
{
    /// <summary><c>WISDOMWAVE_DATA_DIR</c>: the folder of the database.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>How long a start waits for another process that upgrades the database.</summary>
    public TimeSpan UpgradePatience { get; set; } = TimeSpan.FromMinutes(1);
}
