using System.Text.Json.Serialization;

namespace WisdomWave.Playground.Faults;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BotFault))]
[JsonSerializable(typeof(ModelFault))]
[JsonSerializable(typeof(UpdateFault))]
[JsonSerializable(typeof(PendingFaults))]
[JsonSerializable(typeof(IReadOnlyList<BotCallRecord>))]
[JsonSerializable(typeof(IReadOnlyList<ModelCallRecord>))]
[JsonSerializable(typeof(LedgerSummary))]
internal sealed partial class FaultsJson : JsonSerializerContext;
