namespace WisdomWave.Contracts.Dialog;

/// <summary>A bot as Telegram knows it.</summary>
/// <param name="Id">The number in front of the colon of its token: stays the same when the token is renewed.</param>
/// <param name="Username">Without the @.</param>
public sealed record BotIdentity(long Id, string Username);
