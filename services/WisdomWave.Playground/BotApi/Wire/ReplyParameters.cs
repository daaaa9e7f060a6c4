namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>Which message a sent one answers.</summary>
public sealed record ReplyParameters
{
    public int? MessageId { get; init; }
    public bool AllowSendingWithoutReply { get; init; }
}
