namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A voice note; duration in seconds.</summary>
public sealed record Voice
{
    public required string FileId { get; init; }
    public required string FileUniqueId { get; init; }
    public required int Duration { get; init; }
    public string? MimeType { get; init; }
    public long? FileSize { get; init; }
}
