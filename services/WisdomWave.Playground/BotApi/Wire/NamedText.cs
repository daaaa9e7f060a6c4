namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>The answer of getMyName, getMyDescription and getMyShortDescription: one of the three is set.</summary>
public sealed record NamedText
{
    public string? Name { get; init; }
    public string? Description { get; init; }
    public string? ShortDescription { get; init; }
}
