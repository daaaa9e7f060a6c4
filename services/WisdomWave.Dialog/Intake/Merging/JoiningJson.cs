using System.Text.Json;
using System.Text.Json.Serialization;

namespace WisdomWave.Dialog.Intake.Merging;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<QuestionPart>))]
internal sealed partial class JoiningJson : JsonSerializerContext;
