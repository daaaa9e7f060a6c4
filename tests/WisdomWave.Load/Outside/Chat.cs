namespace WisdomWave.Load.Outside;

/// <summary>A private chat with the bot, and which of the bot's messages stand in it.</summary>
internal sealed class Chat(long id)
{
    /// <summary>Around everything in it.</summary>
    public Lock Gate { get; } = new();

    public long Id => id;

    /// <summary>In the order in which they were asked.</summary>
    public List<Turn> Turns { get; } = [];

    /// <summary>The bot's messages that were not deleted: the turn of which each shows the whole answer, or else what it shows.</summary>
    public Dictionary<int, (Turn? Turn, string? Other)> Messages { get; } = [];
}
