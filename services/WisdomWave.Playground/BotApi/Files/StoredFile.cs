namespace WisdomWave.Playground.BotApi.Files;

/// <summary>An uploaded file.</summary>
internal sealed record StoredFile(string Id, string UniqueId, string Path, string Name, string ContentType, ReadOnlyMemory<byte> Bytes);
