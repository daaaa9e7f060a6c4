namespace WisdomWave.Testing.Playground;

/// <summary>A file that a person sends.</summary>
public sealed record SentFile(string Name, string ContentType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary><c>document</c>, <c>photo</c>, <c>voice</c> or <c>audio</c>.</summary>
    public string Kind { get; init; } = "document";

    public string? Caption { get; init; }

    public int? ReplyTo { get; init; }

    public int? ThreadId { get; init; }

    /// <summary>The same value for all files of an album.</summary>
    public string? AlbumId { get; init; }
}
