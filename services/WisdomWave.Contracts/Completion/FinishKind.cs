using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

[JsonConverter(typeof(JsonStringEnumConverter<FinishKind>))]
public enum FinishKind
{
    /// <summary>The model had said all.</summary>
    Stop,

    /// <summary>The room for the answer was used up.</summary>
    Length,

    /// <summary>The provider's filter cut the answer.</summary>
    ContentFilter,
}
