using System.Diagnostics;

namespace WisdomWave.Testing;

/// <summary>A file system of a few megabytes, which can be filled to the last byte.</summary>
public sealed class SmallDisk : IDisposable
{
    /// <summary>The reason to skip a test without one.</summary>
    public const string Needs = "Needs a small disk: run this test as root on Linux, where a tmpfs can be mounted.";

    private SmallDisk(string folder) => Folder = folder;

    /// <summary>The mount point; empty at first.</summary>
    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <returns>Null if none can be mounted.</returns>
    public static SmallDisk? Mount(int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return null;

        var folder = Directory.CreateTempSubdirectory("wisdomwave-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder))
            return new(folder);

        Directory.Delete(folder);
        return null;
    }

    /// <summary>Fills the disk to the last byte.</summary>
    public void Fill()
    {
        try
        {
            using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // No space left on device.
        }
    }

    /// <summary>Frees the space that <see cref="Fill"/> has taken.</summary>
    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
