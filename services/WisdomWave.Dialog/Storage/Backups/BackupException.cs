namespace WisdomWave.Dialog.Storage.Backups;

/// <summary>A backup was not made, for a reason outside of this application: the disk, a permission, a damaged database.</summary>
internal sealed class BackupException(string message, Exception innerException) : Exception(message, innerException);
