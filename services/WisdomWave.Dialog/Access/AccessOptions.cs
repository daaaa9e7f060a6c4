namespace WisdomWave.Dialog.Access;

/// <summary>Who may use the bots (<c>Access</c>), or one of them (<c>Bots:home:Access</c>): everybody, unless one of the first two lists is set.</summary>
internal sealed class AccessOptions
{
    /// <summary>People, by Telegram's numbers: <c>Access:AllowedUsers=12345,67890</c>, or <c>Access:AllowedUsers:0=12345</c> and so on.</summary>
    public ISet<long> AllowedUsers { get; } = new HashSet<long>();

    /// <summary>Chats, written likewise; groups have numbers below 0. Everybody in them may use the bots there.</summary>
    public ISet<long> AllowedChats { get; } = new HashSet<long>();

    /// <summary>People who may use the bots everywhere, let others in and out, and see statistics.</summary>
    public ISet<long> Admins { get; } = new HashSet<long>();

    /// <summary>What of the lists is no number.</summary>
    public ISet<string> Unreadable { get; } = new HashSet<string>();

    public bool IsOpen => AllowedUsers.Count == 0 && AllowedChats.Count == 0;
}
