using System.Text.Json;
using System.Text.Json.Serialization;

namespace WisdomWave.Dialog.Attachments;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TurnAttachments))]
internal sealed partial class AttachmentsJson : JsonSerializerContext;
