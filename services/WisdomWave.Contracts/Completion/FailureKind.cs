using System.Text.Json.Serialization;

namespace WisdomWave.Contracts.Completion;

/// <summary>Why a model gave no answer. A closed set: each value has its own message for the user and its own metric label.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>
    /// The provider, its network or the completion service is unreachable, returned 5xx, or broke the connection before the first
    /// token. A retry may help.
    /// </summary>
    Unavailable,

    /// <summary>No token arrived within the time limit; text received earlier is kept and marked as incomplete. A retry may help.</summary>
    TimedOut,

    /// <summary>The stream ended without a finish reason; text received so far is kept and marked as incomplete.</summary>
    CutOff,

    /// <summary>429 <c>rate_limit_exceeded</c>, and retries did not succeed.</summary>
    RateLimited,

    /// <summary>429 <c>insufficient_quota</c>: the operator must pay; a retry cannot help.</summary>
    QuotaSpent,

    /// <summary>400 <c>context_length_exceeded</c>, or the server's equivalent.</summary>
    ContextTooLong,

    /// <summary>The model or the provider's content filter refused to answer.</summary>
    Refused,

    /// <summary>The answer contains no visible character (<see cref="VisibleText"/>).</summary>
    Empty,

    /// <summary>The model called a tool although none was offered, and wrote no text.</summary>
    OnlyTools,

    /// <summary>The model reasoned but wrote no text.</summary>
    OnlyReasoning,

    /// <summary>Reasoning used up the output token limit before the first word. A lower effort may help.</summary>
    NoRoomLeft,

    /// <summary>401 or 403: the operator's API key is wrong or lacks a permission.</summary>
    KeyRejected,

    /// <summary>404 <c>model_not_found</c>.</summary>
    ModelNotFound,

    /// <summary>403 <c>unsupported_country_region_territory</c>: the provider does not serve the region of this server.</summary>
    RegionNotServed,

    /// <summary>404 without an error object, or a response that is not a completion: the base URL is wrong.</summary>
    WrongAddress,

    /// <summary>413: the request body is larger than the server accepts, for instance because of images.</summary>
    TooLarge,

    /// <summary>Any other 4xx, including 422: a bug in this application, or a setting that the provider does not support.</summary>
    BadRequest,
}
