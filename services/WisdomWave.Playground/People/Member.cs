using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.People;

/// <summary>Somebody in a chat.</summary>
public sealed record Member
{
    public required User User { get; init; }
    public required string Status { get; init; }
}
