namespace WisdomWave.Dialog.Storage;

/// <summary>Whether something was erased that the write-ahead log may still show: its older pages stay in the file until they are overwritten.</summary>
internal sealed class Erasures
{
    private int _isPending;

    public void Note() => Volatile.Write(ref _isPending, 1);

    /// <summary>Whether the log is to be emptied; asking settles it.</summary>
    public bool Take() => Interlocked.Exchange(ref _isPending, 0) == 1;
}
