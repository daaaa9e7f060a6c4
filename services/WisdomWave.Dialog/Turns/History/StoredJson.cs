using System.Text.Json;
using System.Text.Json.Serialization;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Settings;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>What the database keeps as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReplyExtras))]
[JsonSerializable(typeof(CommandContext))]
[JsonSerializable(typeof(SettingsExtras))]
internal sealed partial class StoredJson : JsonSerializerContext;
