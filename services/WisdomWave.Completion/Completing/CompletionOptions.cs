using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Completing;

/// <summary>Time limits and retries (<c>Completion</c>).</summary>
internal sealed class CompletionOptions
{
    /// <summary>Time until one model's first text, retries included; extended while a model streams its reasoning.</summary>
    public TimeSpan FirstTokenLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Replaces <see cref="FirstTokenLimit"/> for reasoning models, most of which send nothing while they reason.</summary>
    public TimeSpan ReasoningLimit { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Time between two updates once there is text.</summary>
    public TimeSpan NextTokenLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for one model's whole answer.</summary>
    public TimeSpan TotalLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Provider calls for one answer, at most <see cref="CallAllowance.Max"/>, because each may cost money.</summary>
    public int MaxTries { get; set; } = 3;

    /// <summary>Delay before the second try; doubles before each further one, with jitter.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time from the request within which a retry must start.</summary>
    public TimeSpan RetryBudget { get; set; } = TimeSpan.FromSeconds(20);
}
