namespace WisdomWave.Playground.Faults;

/// <summary>
/// What the next model calls meet. Conditions that are null match everything. Embeddings and transcriptions come in one piece:
/// for them a failure in mid-stream is the error of <see cref="Code"/>.
/// </summary>
public sealed record ModelFault
{
    /// <summary>Only for this model.</summary>
    public string? Model { get; init; }

    /// <summary>Only when the last message has this text in it.</summary>
    public string? Contains { get; init; }

    /// <summary>Matching calls that pass first.</summary>
    public int Skip { get; init; }

    /// <summary>How many calls fail.</summary>
    public int Times { get; init; } = 1;

    public ModelFaultKind Kind { get; init; }

    /// <summary>
    /// For <see cref="ModelFaultKind.Error"/>: <c>context_length_exceeded</c>, <c>insufficient_quota</c>,
    /// <c>rate_limit_exceeded</c>, <c>invalid_api_key</c>, <c>model_not_found</c>,
    /// <c>unsupported_country_region_territory</c>, <c>request_too_large</c>, <c>server_error</c>.
    /// </summary>
    public string Code { get; init; } = "server_error";

    /// <summary>Overrides the status that belongs to the code.</summary>
    public int? Status { get; init; }

    /// <summary>Seconds in the Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Pieces of the answer that come before a failure in mid-stream.</summary>
    public int AfterChunks { get; init; } = 3;

    /// <summary>The wait of <see cref="ModelFaultKind.SlowFirstToken"/>.</summary>
    public int DelayMs { get; init; }
}
