using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

[JsonConverter(typeof(JsonStringEnumConverter<AnswerSource>))]
public enum AnswerSource
{
    /// <summary>A call of the provider, made for this request.</summary>
    Provider,

    /// <summary>The response cache.</summary>
    Cache,

    /// <summary>A call that was in flight for an identical request, which pays for it.</summary>
    Joined,
}
