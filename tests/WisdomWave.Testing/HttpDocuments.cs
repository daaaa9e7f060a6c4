using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WisdomWave.Testing;

/// <summary>The endpoints of a service as its two documents list them, in the same form: <c>GET /bots/{}/turns</c>.</summary>
public static partial class HttpDocuments
{
    public const string OpenApi = "/openapi/v1.json";

    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    /// <summary>The endpoints in a service's section of docs/http.md.</summary>
    public static IReadOnlyList<string> InDocumentation(string service)
    {
        // ## dialog (port 5102) … | `PUT /turns/{turn}/parts/{part}` | ingress | reports a part … |
        var section = File.ReadAllText(Path.Combine(Repository.Root, "docs", "http.md")).Split("\n## ").Single(text => text.StartsWith($"{service} (", StringComparison.Ordinal));
        return [.. Row().Matches(section).Select(row => $"{row.Groups["method"].Value} {Normalized(row.Groups["path"].Value)}").Order(StringComparer.Ordinal)];
    }

    /// <summary>The endpoints in a running service's OpenAPI document.</summary>
    public static IReadOnlyList<string> InOpenApi(JsonObject document) =>
    [
        .. document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject(), (path, operation) => (path.Key, Method: operation.Key))
            .Where(operation => Methods.Contains(operation.Method))
            .Select(operation => $"{operation.Method.ToUpperInvariant()} {Normalized(operation.Key)}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The operations without a name or a summary.</summary>
    public static IReadOnlyList<string> Undescribed(JsonObject document) =>
    [
        .. document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject(), (path, operation) => (Id: $"{operation.Key} {path.Key}", Operation: operation.Value!))
            .Where(one => one.Operation["operationId"] is null || one.Operation["summary"] is null || one.Operation["responses"]!.AsObject().Count == 0)
            .Select(one => one.Id),
    ];

    public static async Task<JsonObject> ReadOpenApiAsync(HttpClient service, CancellationToken cancellationToken) =>
        (await service.GetFromJsonAsync<JsonObject>(OpenApi, cancellationToken))!;

    /// <summary>Parameters have other names in the code than in the documentation.</summary>
    private static string Normalized(string path) => Parameter().Replace(path, "{}");

    [GeneratedRegex(@"^\| `(?<method>[A-Z]+) (?<path>/[^`?]*)(\?[^`]*)?` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
