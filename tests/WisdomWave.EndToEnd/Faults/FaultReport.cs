using WisdomWave.Testing;

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

    /// <summary>Keeps what the services printed, which otherwise goes with the fleet, and the Bot API calls of the chats that have a flaw.</summary>
    public static async Task KeepAsync(Fleet fleet, string what, IReadOnlySet<long> chats, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Logs, what)).FullName;
        // Two tests may have the same name; logs are appended to, so the later one contains the earlier one.
        foreach (var service in fleet.Services)
            System.IO.File.Copy(service.LogFile, Path.Combine(folder, Path.GetFileName(service.LogFile)), overwrite: true);
        var calls = await fleet.Outside.Client.BotCallsAsync(cancellationToken: cancellationToken);
        await System.IO.File.WriteAllLinesAsync(
            Path.Combine(folder, "bot-calls.txt"),
            calls.Where(call => call.ChatId is { } chat && chats.Contains(chat)).OrderBy(call => call.Sequence).Select(call => call.ToString()),
            cancellationToken);
        Add($"  what the services said: {folder}");
    }

    public static void Add(string line)
    {
        lock (Gate)
            System.IO.File.AppendAllLines(File, [line]);
    }
}
