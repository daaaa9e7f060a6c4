namespace WisdomWave.EndToEnd.Faults;

/// <summary>Writes <c>artifacts/faults.txt</c>, because a test runner does not show the output of passing tests.</summary>
internal static class FaultReport
{
    private static readonly Lock Gate = new();
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts");
    private static readonly string File = Path.Combine(Folder, "faults.txt");
    private static readonly string Logs = Path.Combine(Folder, "faults");

    static FaultReport()
    {
        Directory.CreateDirectory(Folder);
        System.IO.File.Delete(File);
        if (Directory.Exists(Logs))
            Directory.Delete(Logs, recursive: true);
    }

    /// <summary>Keeps what the services printed, which otherwise goes with the fleet.</summary>
    public static void Keep(Fleet fleet, string what)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Logs, what)).FullName;
        // Two tests may have the same name; logs are appended to, so the later one contains the earlier one.
        foreach (var service in fleet.Services)
            System.IO.File.Copy(service.LogFile, Path.Combine(folder, Path.GetFileName(service.LogFile)), overwrite: true);
        Add($"  what the services said: {folder}");
    }

    public static void Add(string line)
    {
        lock (Gate)
            System.IO.File.AppendAllLines(File, [line]);
    }
}
