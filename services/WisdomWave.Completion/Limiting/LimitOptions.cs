namespace WisdomWave.Completion.Limiting;

/// <summary>What the provider is asked for at most (<c>Limits</c>); what is above waits its turn.</summary>
internal sealed class LimitOptions
{
    /// <summary>Calls at one moment.</summary>
    public int ConcurrentCalls { get; set; } = 64;

    /// <summary>0 for no limit; the provider's own limit, where the account has a low one.</summary>
    public int RequestsPerMinute { get; set; }

    /// <summary>Of prompts and room for answers, estimated; 0 for no limit.</summary>
    public int TokensPerMinute { get; set; }

    /// <summary>Calls that wait; beyond it the person is told at once to come back.</summary>
    public int QueueLength { get; set; } = 1000;

    /// <summary>How long a call waits before the person is told to come back.</summary>
    public TimeSpan QueueDeadline { get; set; } = TimeSpan.FromSeconds(20);
}
