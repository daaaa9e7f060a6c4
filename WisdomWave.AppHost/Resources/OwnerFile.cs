namespace WisdomWave.AppHost.Resources;

/// <summary>A file that only the user who runs the application can read.</summary>
internal static class OwnerFile
{
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        // The mode applies only to a file that is created.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(path, options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }

    /// <summary>The same for a file whose content must not be lost if the write is interrupted.</summary>
    public static async Task ReplaceAsync(string path, string text, CancellationToken cancellationToken)
    {
        var replacement = path + ".new";
        await WriteAsync(replacement, text, cancellationToken);
        File.Move(replacement, path, overwrite: true);
    }
}
