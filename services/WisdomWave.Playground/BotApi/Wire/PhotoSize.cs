namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>One size of a photo, in pixels.</summary>
public sealed record PhotoSize
{
    public required string FileId { get; init; }
    public required string FileUniqueId { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public long? FileSize { get; init; }
}
