using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

[JsonConverter(typeof(JsonStringEnumConverter<PromptRole>))]
public enum PromptRole
{
    System,
    User,
    Assistant,
}
