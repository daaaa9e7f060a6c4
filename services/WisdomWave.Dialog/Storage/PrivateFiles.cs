namespace WisdomWave.Dialog.Storage;

/// <summary>Files that only the service's own user may read. Windows has no such modes: there the folder decides.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>One that exists stays as it is: it may be shared on purpose, and holds nothing that is not private by itself.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnFolder);
    }

    /// <summary>Makes sure that a file is there and private. SQLite gives what it writes beside a database the same mode.</summary>
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

    /// <summary>Takes from others what an earlier version, or a restored backup, has left them.</summary>
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
            // Somebody else's file, which the service may use all the same: its owner decides.
        }
    }
}
