namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>Whom a commands menu is for (core.telegram.org/bots/api#botcommandscope).</summary>
public sealed record BotCommandScope
{
    public string Type { get; init; } = "default";
    public long? ChatId { get; init; }
    public long? UserId { get; init; }
}
