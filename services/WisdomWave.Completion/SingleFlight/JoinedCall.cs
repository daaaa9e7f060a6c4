namespace WisdomWave.Completion.SingleFlight;

/// <summary>Stands in <see cref="Microsoft.Extensions.AI.ChatResponseUpdate.RawRepresentation"/> of the first update of a call that joined another.</summary>
internal sealed class JoinedCall
{
    public static JoinedCall Instance { get; } = new();
}
