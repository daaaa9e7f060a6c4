namespace WisdomWave.Dialog.Intake.Access;

/// <summary>Who may use the bots (<c>Access</c>), or one of them (<c>Bots:home:Access</c>).</summary>
internal sealed class AccessOptions
{
    /// <summary>Whether everybody may use the bot, where neither of the next two lists is set; null: not, apart from <see cref="OpenBots"/>.</summary>
    public bool? Open { get; set; }

    /// <summary>Bots that are open to everybody unless something else is set: the app host names the one of its playground.</summary>
    public ISet<long> OpenBots { get; } = new HashSet<long>();

    /// <summary>People, by Telegram's numbers: <c>Access:AllowedUsers=12345,67890</c>, or <c>Access:AllowedUsers:0=12345</c> and so on.</summary>
    public ISet<long> AllowedUsers { get; } = new HashSet<long>();

    /// <summary>Chats, written likewise; groups have numbers below 0. Everybody in them may use the bots there.</summary>
    public ISet<long> AllowedChats { get; } = new HashSet<long>();

    /// <summary>People who may use the bots everywhere, let others in and out, and see statistics.</summary>
    public ISet<long> Admins { get; } = new HashSet<long>();

    /// <summary>What of the lists is no number.</summary>
    public ISet<string> Unreadable { get; } = new HashSet<string>();

    /// <summary>False when <c>Open</c> says neither yes nor no.</summary>
    public bool IsOpenReadable { get; set; } = true;

    public bool HasLists => AllowedUsers.Count > 0 || AllowedChats.Count > 0;
}
