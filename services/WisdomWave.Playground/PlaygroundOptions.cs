namespace WisdomWave.Playground;

/// <summary>The playground's settings at startup.</summary>
public sealed class PlaygroundOptions
{
    /// <summary><c>PLAYGROUND_TELEGRAM</c>: it simulates Telegram, so its page is a chat.</summary>
    public bool SimulatesTelegram { get; set; } = true;

    /// <summary><c>PLAYGROUND_OPENAI</c>: it simulates the model.</summary>
    public bool SimulatesOpenAi { get; set; } = true;

    /// <summary><c>PLAYGROUND_TOKEN_DELAY_MS</c>: the pause between two pieces of a streamed answer; zero for load tests.</summary>
    public TimeSpan TokenDelay { get; set; } = TimeSpan.FromMilliseconds(40);

    /// <summary><c>PLAYGROUND_FLOOD_LIMITS</c>: Telegram's sending limits apply.</summary>
    public bool FloodLimits { get; set; }

    /// <summary>
    /// <c>PLAYGROUND_FILES_DIR</c>: like a Bot API server with <c>--local</c>, it writes files to this directory, returns their paths,
    /// serves no downloads and has no size limit. If null, it behaves like Telegram's own server.
    /// </summary>
    public string? FilesDirectory { get; set; }

    internal static PlaygroundOptions Read(IConfiguration configuration) => new()
    {
        SimulatesTelegram = configuration.GetValue("PLAYGROUND_TELEGRAM", defaultValue: true),
        SimulatesOpenAi = configuration.GetValue("PLAYGROUND_OPENAI", defaultValue: true),
        TokenDelay = TimeSpan.FromMilliseconds(configuration.GetValue("PLAYGROUND_TOKEN_DELAY_MS", defaultValue: 40.0)),
        FloodLimits = configuration.GetValue("PLAYGROUND_FLOOD_LIMITS", defaultValue: false),
        FilesDirectory = configuration["PLAYGROUND_FILES_DIR"],
    };
}

/// <summary>Settings that can change while the playground runs (<c>PUT /api/settings</c>).</summary>
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
