using System.Text.Json;
using System.Text.Json.Serialization;
using WisdomWave.Dialog.Commands;

namespace WisdomWave.Dialog.History;

/// <summary>What the database keeps as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReplyExtras))]
[JsonSerializable(typeof(CommandCircumstances))]
internal sealed partial class StoredJson : JsonSerializerContext;
