using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>Every expected way in which a model fails to answer. A closed set: each has its own words for the person and its own metric label.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The provider, its network or the completion service cannot be reached or answers 5xx. Trying again may help.</summary>
    Unavailable,

    /// <summary>No token came within the time limit: what came before is kept and marked. Trying again may help.</summary>
    TimedOut,

    /// <summary>The stream ended without a finish reason: what came is kept and marked.</summary>
    CutOff,

    /// <summary>429 <c>rate_limit_exceeded</c> beyond what retrying could bear.</summary>
    RateLimited,

    /// <summary>429 <c>insufficient_quota</c>: the operator must pay; trying again cannot help.</summary>
    QuotaSpent,

    /// <summary>400 <c>context_length_exceeded</c>.</summary>
    ContextTooLong,

    /// <summary>The model or the provider's filter refused to answer.</summary>
    Refused,

    /// <summary>401 or 403: the operator's key is wrong or lacks a right.</summary>
    KeyRejected,

    /// <summary>404 <c>model_not_found</c>.</summary>
    ModelNotFound,

    /// <summary>Any other 4xx: a bug of ours or a setting that this provider does not take.</summary>
    BadRequest,
}
