namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>An entry of the commands menu.</summary>
public sealed record BotCommand
{
    public required string Command { get; init; }
    public required string Description { get; init; }
}
