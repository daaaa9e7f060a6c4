namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// Who delivers replies, where several ingresses share a bot. Each names itself in <see cref="Header"/> of every request; dialog then
/// gives each turn to one of them. Without the header there is only one ingress, and it gets whatever it asks for.
/// </summary>
/// <remarks>
/// <c>POST /bots/{bot}/claims</c>, with the ids of the turns that it delivers as the body, keeps them for another <see cref="Lease"/>,
/// and answers with the turns that it is to deliver besides, because nobody does. <c>DELETE /claims</c> gives all of them back.
/// </remarks>
public static class Deliverer
{
    public const string Header = "Deliverer";

    /// <summary>How long a turn stays with an ingress of which nothing is heard.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(20);
}
