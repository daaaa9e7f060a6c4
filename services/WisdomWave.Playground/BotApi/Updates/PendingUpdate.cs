namespace WisdomWave.Playground.BotApi.Updates;

/// <summary>An update as it will go over the wire.</summary>
internal sealed record PendingUpdate(int Id, DateTimeOffset At, ReadOnlyMemory<byte> Json);
