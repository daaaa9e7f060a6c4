namespace WisdomWave.ServiceDefaults.Stopping;

/// <summary>How a service ends (<c>Stopping</c>).</summary>
public sealed class StopOptions
{
    /// <summary>How long what is under way may take to come to its end; what then still runs is cut, and goes on after the next start.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);
}
