using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using WisdomWave.Contracts;
using WisdomWave.Testing;

namespace WisdomWave.Ingress.Tests.Contracts;

/// <summary>
/// The JSON between the services. A change of a name or a type is a change of the protocol: services of two versions would not understand
/// each other during an update. After an intended change, run this test with <see cref="Update"/>=1 and commit the file.
/// </summary>
public sealed class WireContractTests
{
    private const string Update = "WISDOMWAVE_UPDATE_SNAPSHOTS";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task TheWireContractIsTheCommittedOne()
    {
        var file = Path.Combine(Repository.Root, "tests", "WisdomWave.Ingress.Tests", "Contracts", "wire-contract.json");
        var schema = Schema().ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 })
            await File.WriteAllTextAsync(file, schema, TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), schema, ignoreLineEndingDifferences: true);
    }

    private static JsonObject Schema()
    {
        var types = typeof(ContractsJson).GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
            .OrderBy(type => type.ToString(), StringComparer.Ordinal);
        return new JsonObject(types.Select(type => KeyValuePair.Create<string, JsonNode?>(NameOf(type), ContractsJson.Default.Options.GetJsonSchemaAsNode(type))));
    }

    // IReadOnlyList`1[WisdomWave.Contracts.Dialog.TurnRef] → IReadOnlyList<TurnRef>
    private static string NameOf(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : type.Name;
}
