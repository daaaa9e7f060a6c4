namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>An audio file; duration in seconds.</summary>
public sealed record Audio
{
    public required string FileId { get; init; }
    public required string FileUniqueId { get; init; }
    public required int Duration { get; init; }
    public string? FileName { get; init; }
    public string? MimeType { get; init; }
    public long? FileSize { get; init; }
}
