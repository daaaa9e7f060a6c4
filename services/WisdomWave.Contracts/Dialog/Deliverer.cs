namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// How several ingress replicas share a bot's replies. Each replica identifies itself with <see cref="Header"/> in every request, and
/// dialog assigns each turn to one of them. Without the header there is a single ingress, which gets every turn it asks for.
/// </summary>
/// <remarks>
/// <c>POST /claims</c> with a <see cref="ClaimRequest"/> extends the <see cref="Lease"/> of the turns that the replica is delivering and
/// returns further turns that no replica is delivering. <c>POST /bots/{bot}/claims</c>, with the ids of those turns as the body, does the
/// same for a single bot. <c>DELETE /claims</c> releases all of them.
/// </remarks>
public static class Deliverer
{
    public const string Header = "Deliverer";

    /// <summary>How long a turn stays assigned to a replica that sends no claims.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(20);
}

/// <summary>What an ingress replica delivers, and for which bots it can deliver more.</summary>
public sealed record ClaimRequest
{
    /// <summary>The turns that it is delivering, of any bot.</summary>
    public required IReadOnlyList<Guid> Delivering { get; init; }

    /// <summary>The bots whose updates it receives. It is given only turns of these.</summary>
    public required IReadOnlyList<long> Bots { get; init; }
}
