using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WisdomWave.Completion.Adapting;

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class CompactJson : JsonSerializerContext;
