namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>The answer of getFile: where to download.</summary>
public sealed record FileLocation
{
    public required string FileId { get; init; }
    public required string FileUniqueId { get; init; }
    public required long FileSize { get; init; }
    public required string FilePath { get; init; }
}
