using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>All text before it is void: it turned out to be the model's thoughts, whose beginning the server had not marked.</summary>
public sealed record CompletionTakenBack : CompletionEvent
{
    [JsonIgnore]
    public override string EventType => "taken-back";
}
