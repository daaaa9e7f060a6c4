using System.Text.Json.Serialization;

namespace WisdomWave.Load.Outside;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OutsideOptions))]
[JsonSerializable(typeof(LoadPlan))]
[JsonSerializable(typeof(OutsideSample))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(double))]
internal sealed partial class OutsideJson : JsonSerializerContext;
