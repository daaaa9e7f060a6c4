namespace WisdomWave.EndToEnd.Faults;

/// <summary>A test runner keeps what passing tests print to itself; <c>artifacts/faults.txt</c> tells how the last run went.</summary>
internal static class FaultReport
{
    private static readonly Lock Gate = new();
    private static readonly string File = Path.Combine(Repository.Root, "artifacts", "faults.txt");

    static FaultReport()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.Delete(File);
    }

    public static void Add(string line)
    {
        lock (Gate)
            System.IO.File.AppendAllLines(File, [line]);
    }
}
