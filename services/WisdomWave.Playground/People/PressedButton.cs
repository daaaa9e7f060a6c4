namespace WisdomWave.Playground.People;

/// <summary>A person presses an inline button.</summary>
public sealed record PressedButton
{
    public required long From { get; init; }
    public required int MessageId { get; init; }
    public required string Data { get; init; }
}
