namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>An entry of the command menu.</summary>
public sealed record BotCommand
{
    public required string Command { get; init; }
    public required string Description { get; init; }
}

/// <summary>The chats and people that a command menu is for (core.telegram.org/bots/api#botcommandscope).</summary>
public sealed record BotCommandScope
{
    public string Type { get; init; } = "default";
    public long? ChatId { get; init; }
    public long? UserId { get; init; }
}

/// <summary>The result of getMyName, getMyDescription and getMyShortDescription; one of the three properties is set.</summary>
public sealed record NamedText
{
    public string? Name { get; init; }
    public string? Description { get; init; }
    public string? ShortDescription { get; init; }
}
