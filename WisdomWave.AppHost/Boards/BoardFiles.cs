using System.Text.Json;
using WisdomWave.AppHost.Configuration;

namespace WisdomWave.AppHost.Boards;

/// <summary>
/// The boards, which Grafana and the app host's own page show. Their files hold the standard addresses of the other pages; a reader gets
/// the actual ones. The files are read once.
/// </summary>
internal sealed class BoardFiles(string appHostDirectory, Ports ports)
{
    public const string Folder = "Monitoring/grafana/dashboards";

    /// <summary>In the order in which the page lists them.</summary>
    private static readonly string[] Names = ["bots.json", "answers.json", "system.json"];

    private static readonly Ports Standard = new();

    private readonly Lazy<IReadOnlyDictionary<string, string>> _boards = new(() => Names
        .ToDictionary(name => name, name => WithActualAddresses(File.ReadAllText(Path.Combine(appHostDirectory, Folder, name)), ports)));

    /// <summary>The text of each file by its name: <c>bots.json</c>.</summary>
    public IReadOnlyDictionary<string, string> All => _boards.Value;

    /// <summary>Null if there is no such board.</summary>
    public string? Find(string uid) => All.Values.FirstOrDefault(board => UidOf(board) == uid);

    /// <summary>Writes copies for a Grafana that reads them from a folder.</summary>
    public async Task WriteToAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        // Boards of an earlier version.
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Where(file => !All.ContainsKey(Path.GetFileName(file))))
            File.Delete(file);
        foreach (var (name, board) in All)
            await File.WriteAllTextAsync(Path.Combine(folder, name), board, cancellationToken);
    }

    public static string UidOf(string board)
    {
        using var json = JsonDocument.Parse(board);
        return json.RootElement.GetProperty("uid").GetString()!;
    }

    private static string WithActualAddresses(string board, Ports ports) => board
        .Replace(Address(Standard.Dashboard), Address(ports.Dashboard), StringComparison.Ordinal)
        .Replace(Address(Standard.Boards), Address(ports.Boards), StringComparison.Ordinal);

    private static string Address(int port) => $"http://localhost:{port}/";
}
