namespace WisdomWave.EndToEnd.Faults;

/// <summary>A question as the bench remembers it.</summary>
/// <param name="ChatId">Where it was asked.</param>
/// <param name="PersonId">Who asked.</param>
/// <param name="MessageId">Telegram's number of the question.</param>
/// <param name="Number">Its place among the person's questions, from 0.</param>
/// <param name="Paragraphs">How long the answer is to be: some take several messages; 0 for a short one.</param>
/// <param name="At">When it was written.</param>
/// <param name="BotId">Whom it was asked, when that is not the page's bot.</param>
internal sealed record Asked(long ChatId, long PersonId, int MessageId, int Number, int Paragraphs, DateTimeOffset At, long? BotId = null)
{
    public bool IsInGroup => ChatId < 0;

    /// <summary>What only the answer to this question has in it.</summary>
    public string Marker => MarkerOf(PersonId, Number);

    public static string MarkerOf(long person, int number) => $"{MarkerOf(person)}{number}-";

    /// <summary>What each short question of this person has in it, and nobody else's.</summary>
    public static string MarkerOf(long person) => $"q{person % 100_000}-";
}
