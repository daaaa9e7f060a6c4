namespace WisdomWave.Playground.OpenAi.Wire;

internal sealed record StreamOptions
{
    public bool IncludeUsage { get; init; }
}
