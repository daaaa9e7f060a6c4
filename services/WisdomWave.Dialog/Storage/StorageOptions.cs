namespace WisdomWave.Dialog.Storage;

internal sealed class StorageOptions
{
    /// <summary><c>WISDOMWAVE_DATA_DIR</c>: the folder of the database.</summary>
    public string DataDirectory { get; set; } = "data";
}
