namespace WisdomWave.Playground;

/// <summary>How a playground starts; environment and configuration give the same names.</summary>
public sealed class PlaygroundOptions
{
    /// <summary><c>PLAYGROUND_TELEGRAM</c>: it takes Telegram's place, so the page is a chat.</summary>
    public bool StandsInForTelegram { get; set; } = true;

    /// <summary><c>PLAYGROUND_OPENAI</c>: it takes the model's place.</summary>
    public bool StandsInForOpenAi { get; set; } = true;

    /// <summary><c>PLAYGROUND_TOKEN_DELAY_MS</c>: the pause between two pieces of a streamed answer; zero for load tests.</summary>
    public TimeSpan TokenDelay { get; set; } = TimeSpan.FromMilliseconds(40);

    /// <summary><c>PLAYGROUND_FLOOD_LIMITS</c>: Telegram's sending limits apply.</summary>
    public bool FloodLimits { get; set; }

    /// <summary>
    /// <c>PLAYGROUND_FILES_DIR</c>: as a Bot API server that was started with <c>--local</c>, it puts files into this folder, names their
    /// paths, serves no downloads, and has no limit. Null: as Telegram's own.
    /// </summary>
    public string? FilesDirectory { get; set; }

    internal static PlaygroundOptions Read(IConfiguration configuration) => new()
    {
        StandsInForTelegram = configuration.GetValue("PLAYGROUND_TELEGRAM", defaultValue: true),
        StandsInForOpenAi = configuration.GetValue("PLAYGROUND_OPENAI", defaultValue: true),
        TokenDelay = TimeSpan.FromMilliseconds(configuration.GetValue("PLAYGROUND_TOKEN_DELAY_MS", defaultValue: 40.0)),
        FloodLimits = configuration.GetValue("PLAYGROUND_FLOOD_LIMITS", defaultValue: false),
        FilesDirectory = configuration["PLAYGROUND_FILES_DIR"],
    };
}
