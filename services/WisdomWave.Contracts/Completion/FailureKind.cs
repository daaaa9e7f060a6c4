using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>Every expected way in which a model fails to answer. A closed set: each has its own words for the person and its own metric label.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The provider, its network or the completion service cannot be reached, answers 5xx or breaks off before the first word. Trying again may help.</summary>
    Unavailable,

    /// <summary>No token came within the time limit: what came before is kept and marked. Trying again may help.</summary>
    TimedOut,

    /// <summary>The stream ended without a finish reason: what came is kept and marked.</summary>
    CutOff,

    /// <summary>429 <c>rate_limit_exceeded</c> beyond what retrying could bear.</summary>
    RateLimited,

    /// <summary>429 <c>insufficient_quota</c>: the operator must pay; trying again cannot help.</summary>
    QuotaSpent,

    /// <summary>400 <c>context_length_exceeded</c>, in whatever words the server has for it.</summary>
    ContextTooLong,

    /// <summary>The model or the provider's filter refused to answer.</summary>
    Refused,

    /// <summary>The answer ended without a visible word: nothing, blanks, characters without a width.</summary>
    Empty,

    /// <summary>The model called a tool, though it was offered none, and said nothing.</summary>
    OnlyTools,

    /// <summary>The model thought, and ended without a word.</summary>
    OnlyReasoning,

    /// <summary>The model used up its room before the first word: it thought for too long. Less effort may help.</summary>
    NoRoomLeft,

    /// <summary>401 or 403: the operator's key is wrong or lacks a right.</summary>
    KeyRejected,

    /// <summary>404 <c>model_not_found</c>.</summary>
    ModelNotFound,

    /// <summary>403 <c>unsupported_country_region_territory</c>: the provider does not serve the place that this bot runs in.</summary>
    RegionNotServed,

    /// <summary>404 without an error object, or a page or JSON that is no completion: the operator's base URL leads elsewhere.</summary>
    WrongAddress,

    /// <summary>413: the request has more bytes than the server takes, for instance because of pictures.</summary>
    TooLarge,

    /// <summary>Any other 4xx, 422 among them: a bug of ours or a setting that this provider does not take.</summary>
    BadRequest,
}
