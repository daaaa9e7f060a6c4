namespace WisdomWave.Contracts.Dialog;

/// <summary>A bot has been started (<c>POST /bots/{bot}/starts</c>, answered with a list of <see cref="StartNotice"/>).</summary>
/// <param name="Version">The application's, for instance <c>1.0.0</c>; 64 characters at most.</param>
/// <param name="Commit">That it was built from, 64 characters at most; null when that is not known.</param>
public sealed record BotStart(string Version, string? Commit)
{
    /// <summary>Of the bot, without the @, 64 characters at most; null when that is not known.</summary>
    public string? Username { get; init; }
}
