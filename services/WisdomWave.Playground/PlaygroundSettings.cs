namespace WisdomWave.Playground;

/// <summary>What may be changed while the playground runs (<c>PUT /api/settings</c>).</summary>
internal sealed class PlaygroundSettings(TimeSpan tokenDelay, bool floodLimits)
{
    private long _tokenDelayTicks = tokenDelay.Ticks;
    private volatile bool _floodLimits = floodLimits;

    /// <summary>The pause between two pieces of a streamed answer; zero for load tests.</summary>
    public TimeSpan TokenDelay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _tokenDelayTicks));
        set => Interlocked.Exchange(ref _tokenDelayTicks, value.Ticks);
    }

    /// <summary>Telegram's sending limits apply.</summary>
    public bool FloodLimits { get => _floodLimits; set => _floodLimits = value; }
}
