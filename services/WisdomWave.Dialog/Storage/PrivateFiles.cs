namespace WisdomWave.Dialog.Storage;

/// <summary>Files that only the service's own user may read. Windows has no file modes; there the folder's permissions apply.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>Leaves the mode of an existing folder alone: it may be shared on purpose, and each file in it is private.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnFolder);
    }

    /// <summary>Ensures that the file exists and is private. SQLite gives the -wal and -shm files the same mode.</summary>
    public static void Create(string path)
    {
        Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete).Dispose();
        Tighten(path);
    }

    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnFile;
        return new FileStream(path, options);
    }

    /// <summary>Removes access that an earlier version or a restored backup has left to other users.</summary>
    public static void Tighten(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return;

        try
        {
            if ((File.GetUnixFileMode(path) & ~OwnFile) != 0)
                File.SetUnixFileMode(path, OwnFile);
        }
        catch (UnauthorizedAccessException)
        {
            // The file belongs to another user, who decides about its mode; the service can still use it.
        }
    }
}
