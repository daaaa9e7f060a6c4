using System.ComponentModel.DataAnnotations;

namespace WisdomWave.Dialog.Storage;

internal sealed class StorageOptions
{
    /// <summary><c>WISDOMWAVE_DATA_DIR</c>: the folder of the database.</summary>
    [Required(ErrorMessage = "WISDOMWAVE_DATA_DIR is empty; set it to a folder that can be written, for instance data.")]
    public string DataDirectory { get; set; } = "data";
}
