namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// How several ingress replicas share a bot's replies. Each replica identifies itself with <see cref="Header"/> in every request, and
/// dialog assigns each turn to one of them. Without the header there is a single ingress, which gets every turn it asks for.
/// </summary>
/// <remarks>
/// <c>POST /bots/{bot}/claims</c>, with the ids of the turns that the replica is delivering as the body, extends their
/// <see cref="Lease"/> and returns further turns that no replica is delivering. <c>DELETE /claims</c> releases all of them.
/// </remarks>
public static class Deliverer
{
    public const string Header = "Deliverer";

    /// <summary>How long a turn stays assigned to a replica that sends no claims.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(20);
}
