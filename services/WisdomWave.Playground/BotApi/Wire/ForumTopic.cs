namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>A topic of a forum, as in <c>forum_topic_created</c>.</summary>
public sealed record ForumTopic
{
    public required string Name { get; init; }
    public int IconColor { get; init; } = 7322096;
    public int? MessageThreadId { get; init; }
}
