namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// What ingress is told when it goes on with a reply that an earlier process has left (<c>POST /turns/{turn}/redeliveries</c>).
/// Dialog has counted this beginning by then; <c>DELETE</c> takes it back where the process ends in good order.
/// </summary>
/// <param name="Before">
/// How often an earlier process went on with it, and ended before another part was reported: one reason may be the reply itself.
/// </param>
/// <param name="SetAside">What to send in place of the reply, should it be given up; in the person's language.</param>
public sealed record Redelivery(int Before, string SetAside);
