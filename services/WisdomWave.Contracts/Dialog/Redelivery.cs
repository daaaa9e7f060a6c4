namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// The response when ingress resumes a reply that an earlier process left unfinished (<c>POST /turns/{turn}/redeliveries</c>). Dialog
/// counts the attempt before it responds; <c>DELETE</c> removes it from the count when the process shuts down cleanly.
/// </summary>
/// <param name="Before">
/// How many earlier processes resumed the reply and ended before they reported another part. The reply itself may be what crashed them.
/// </param>
/// <param name="SetAside">Text to send instead of the reply if it is given up, in the user's language.</param>
public sealed record Redelivery(int Before, string SetAside);
