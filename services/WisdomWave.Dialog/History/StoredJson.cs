using System.Text.Json;
using System.Text.Json.Serialization;
using WisdomWave.Dialog.Commands;
using WisdomWave.Dialog.Settings;

namespace WisdomWave.Dialog.History;

/// <summary>What the database keeps as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReplyExtras))]
[JsonSerializable(typeof(CommandCircumstances))]
[JsonSerializable(typeof(SettingsExtras))]
internal sealed partial class StoredJson : JsonSerializerContext;
