namespace WisdomWave.Dialog.Intake.Access;

/// <summary>Who may use all bots (<c>Access</c>) or one bot (<c>Bots:home:Access</c>).</summary>
internal sealed class AccessOptions
{
    /// <summary>Whether anybody may use the bot when neither allow list is set. Null means no, except for <see cref="OpenBots"/>.</summary>
    public bool? Open { get; set; }

    /// <summary>Bots that are open to anybody by default: the app host lists the playground's bot here.</summary>
    public ISet<long> OpenBots { get; } = new HashSet<long>();

    /// <summary>Telegram user ids: <c>Access:AllowedUsers=12345,67890</c>, or <c>Access:AllowedUsers:0=12345</c> and so on.</summary>
    public ISet<long> AllowedUsers { get; } = new HashSet<long>();

    /// <summary>Telegram chat ids, in the same format; group ids are negative. All members may use the bots in these chats.</summary>
    public ISet<long> AllowedChats { get; } = new HashSet<long>();

    /// <summary>People who may use the bots everywhere, allow and deny others, and see statistics.</summary>
    public ISet<long> Admins { get; } = new HashSet<long>();

    /// <summary>List entries that are not numbers, kept for validation.</summary>
    public ISet<string> Unreadable { get; } = new HashSet<string>();

    /// <summary>False when <c>Open</c> is set to something other than true or false.</summary>
    public bool IsOpenReadable { get; set; } = true;

    public bool HasLists => AllowedUsers.Count > 0 || AllowedChats.Count > 0;
}
