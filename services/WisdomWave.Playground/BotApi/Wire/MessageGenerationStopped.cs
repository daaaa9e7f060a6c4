namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A person pressed Stop on a draft (Bot API 10.3).</summary>
public sealed record MessageGenerationStopped
{
    public required Chat Chat { get; init; }
    public int? MessageThreadId { get; init; }
    public required long DraftId { get; init; }
}
