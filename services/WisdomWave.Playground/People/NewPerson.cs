namespace WisdomWave.Playground.People;

/// <summary>Somebody who joins the playground.</summary>
public sealed record NewPerson
{
    public required string FirstName { get; init; }
    public string? Username { get; init; }
    public string? LanguageCode { get; init; }
}
