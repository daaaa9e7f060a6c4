using System.Text.Json;

namespace WisdomWave.Ingress.Receiving;

/// <summary>Updates as they came, to be read one by one: one that nobody can read spoils none of the others.</summary>
internal sealed class RawUpdates : IDisposable
{
    private readonly JsonDocument _answer;

    private RawUpdates(JsonDocument answer, JsonElement updates) => (_answer, All) = (answer, [.. updates.EnumerateArray()]);

    /// <summary>Parsing does not nest; reading an update into its types does, and has the library's own bound.</summary>
    public static JsonDocumentOptions AnyDepth { get; } = new() { MaxDepth = int.MaxValue };

    public IReadOnlyList<JsonElement> All { get; }

    /// <param name="answer"><c>{"ok":true,"result":[{"update_id":1,…},…]}</c>; what is read from it keeps it.</param>
    /// <returns>Null when it is something else.</returns>
    public static RawUpdates? TryRead(JsonDocument answer) =>
        answer.RootElement is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty("result", out var updates) && updates.ValueKind == JsonValueKind.Array
            ? new RawUpdates(answer, updates)
            : null;

    public void Dispose() => _answer.Dispose();
}
