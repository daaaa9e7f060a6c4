using System.Text.Json;
using WisdomWave.AppHost.Boards;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Boards;

/// <summary>Reads the files of the boards.</summary>
internal static class BoardJson
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "WisdomWave.AppHost", BoardFiles.Folder);

    public static IReadOnlyList<string> Files { get; } = [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public static JsonElement Read(string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, file)));

    /// <summary>All panels but the headings of rows.</summary>
    public static IEnumerable<JsonElement> PanelsOf(JsonElement board) =>
        board.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row");

    /// <summary>The values of every property of this name, at any depth.</summary>
    public static IEnumerable<JsonElement> All(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => All(item, name)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            (property.Name == name ? [property.Value] : Array.Empty<JsonElement>()).Concat(All(property.Value, name))),
        _ => [],
    };

    /// <summary>The units of fields: a panel's default, and those of overrides.</summary>
    public static IEnumerable<string> UnitsOf(JsonElement board) => All(board, "unit").Select(unit => unit.GetString()!)
        .Concat(All(board, "properties").SelectMany(properties => properties.EnumerateArray())
            .Where(property => property.GetProperty("id").GetString() == "unit")
            .Select(property => property.GetProperty("value").GetString()!));
}
