namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// What dialog knows of the message ids near a part whose send was not confirmed
/// (<c>GET /turns/{turn}/known-messages?above={id}</c>). The lost message is none of them.
/// </summary>
/// <param name="Above">The lost message has a higher id.</param>
/// <param name="Below">The lost message is only looked for below this id; null when <paramref name="Ids"/> is complete.</param>
/// <param name="Ids">Ids in the same counter (<see cref="MessageCounters"/>) that are in use, ascending.</param>
/// <param name="Unconfirmed">How many sends in that counter are not confirmed, this one included: each may have taken an id.</param>
public sealed record KnownMessages(int Above, int? Below, IReadOnlyList<int> Ids, int Unconfirmed);
