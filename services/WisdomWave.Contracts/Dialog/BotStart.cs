namespace WisdomWave.Contracts.Dialog;

/// <summary>A bot has started (<c>POST /bots/{bot}/starts</c>; the response is a list of <see cref="StartNotice"/>).</summary>
/// <param name="Version">The application's version, for instance <c>1.0.0</c>; at most 64 characters.</param>
/// <param name="Commit">The commit it was built from, at most 64 characters; null when unknown.</param>
public sealed record BotStart(string Version, string? Commit)
{
    /// <summary>The bot's username without the @, at most 64 characters; null when unknown.</summary>
    public string? Username { get; init; }

    /// <summary>The bot's name in the operator's configuration, for metrics; null when unknown.</summary>
    public string? Name { get; init; }
}

/// <summary>A message about the start for one admin. It is sent at most once, and dropped when the chat is closed to the bot.</summary>
/// <param name="ChatId">The admin's private chat with the bot; the admin may never have opened it.</param>
/// <param name="Text">Plain text that fits into one message.</param>
public sealed record StartNotice(long ChatId, string Text);
