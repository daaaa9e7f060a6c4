namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A general file.</summary>
public sealed record Document
{
    public required string FileId { get; init; }
    public required string FileUniqueId { get; init; }
    public string? FileName { get; init; }
    public string? MimeType { get; init; }
    public long? FileSize { get; init; }
}

/// <summary>One size of a photo, in pixels.</summary>
public sealed record PhotoSize
{
    public required string FileId { get; init; }
    public required string FileUniqueId { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public long? FileSize { get; init; }
}

/// <summary>A voice message; duration in seconds.</summary>
public sealed record Voice
{
    public required string FileId { get; init; }
    public required string FileUniqueId { get; init; }
    public required int Duration { get; init; }
    public string? MimeType { get; init; }
    public long? FileSize { get; init; }
}

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

/// <summary>The result of getFile: where to download the file.</summary>
public sealed record FileLocation
{
    public required string FileId { get; init; }
    public required string FileUniqueId { get; init; }
    public required long FileSize { get; init; }
    public required string FilePath { get; init; }
}
