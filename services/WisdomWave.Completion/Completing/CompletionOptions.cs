namespace WisdomWave.Completion.Completing;

/// <summary>Time limits and retries (<c>Completing</c>).</summary>
internal sealed class CompletionOptions
{
    /// <summary>Until the first text of one model, retries included; a model that streams its reasoning may take longer.</summary>
    public TimeSpan FirstTokenLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>In place of <see cref="FirstTokenLimit"/> for models that think, most of which say nothing meanwhile.</summary>
    public TimeSpan ReasoningLimit { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Between two signs of life, once there is text.</summary>
    public TimeSpan NextTokenLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For the whole answer of one model.</summary>
    public TimeSpan TotalLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Calls of the provider for one answer, at most <see cref="Models.CallAllowance.Most"/>: each may be paid for.</summary>
    public int MaxTries { get; set; } = 3;

    /// <summary>Before the second try; doubled before each next, with jitter.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>From the request on; a wait that would end later is not begun.</summary>
    public TimeSpan RetryBudget { get; set; } = TimeSpan.FromSeconds(20);
}
