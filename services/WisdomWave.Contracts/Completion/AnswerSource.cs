using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

[JsonConverter(typeof(JsonStringEnumConverter<AnswerSource>))]
public enum AnswerSource
{
    /// <summary>A call of the provider, made for this request.</summary>
    Provider,

    /// <summary>The response cache.</summary>
    Cache,
}
