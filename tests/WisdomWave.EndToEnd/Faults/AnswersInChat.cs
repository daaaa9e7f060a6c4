using System.Globalization;
using System.Text.RegularExpressions;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>Finds in one chat which of the bot's messages answer which question.</summary>
internal sealed partial class AnswersInChat
{
    private readonly List<(Asked Question, List<Message> Whole)> _answers;
    private readonly List<string> _placeholders = [];
    private readonly List<string> _excuses = [];

    /// <param name="asked">The questions, oldest first.</param>
    /// <param name="said">The bot's messages in the chat, oldest first.</param>
    public AnswersInChat(IReadOnlyList<Asked> asked, IReadOnlyList<Message> said)
    {
        _answers = [.. asked.Select(question => (question, new List<Message>()))];
        foreach (var message in said)
            Place(message, TextOf(message));
    }

    public IEnumerable<string> Lost => _answers.Where(answer => !IsWhole(answer)).Select(answer => Name(answer.Question));

    public IEnumerable<string> Duplicated => _answers.Where(answer => IsRepeated(answer)).Select(answer => Name(answer.Question));

    public IEnumerable<string> Placeholders => _placeholders;

    public IEnumerable<string> Excuses => _excuses;

    public IEnumerable<string> OutOfOrder => _answers
        .GroupBy(answer => answer.Question.PersonId)
        .SelectMany(person => person.Zip(person.Skip(1)))
        .Where(pair => pair is { First.Whole: [.., var before], Second.Whole: [var after, ..] } && before.MessageId > after.MessageId)
        .Select(pair => Name(pair.Second.Question))
        .Concat(_answers.Where(HasSeenAnotherConversation).Select(answer => $"{Name(answer.Question)} (memory)"));

    /// <param name="shownAt">When each message was last changed.</param>
    public IEnumerable<TimeSpan> Latencies(IReadOnlyDictionary<(long Chat, int Message), DateTimeOffset> shownAt) => _answers
        .Where(answer => answer.Whole.Count > 0 && shownAt.ContainsKey((answer.Question.ChatId, answer.Whole[^1].MessageId)))
        .Select(answer => shownAt[(answer.Question.ChatId, answer.Whole[^1].MessageId)] - answer.Question.At);

    /// <summary>Whether the message is the scripted model's complete answer to a short question.</summary>
    public static bool IsWholeAnswer(Message message) =>
        TextOf(message).Contains(LastWords, StringComparison.Ordinal) && !GrowingAnswer.Is(message);

    private void Place(Message message, string text)
    {
        // In a group an answer replies to its question; in a private chat the mark identifies it.
        var marked = _answers.Where(answer => answer.Question is { Paragraphs: 0 } question && text.Contains(question.Marker, StringComparison.Ordinal)).ToList();
        var paragraph = Paragraph().Match(text);
        if (paragraph.Success && !GrowingAnswer.Is(message))
        {
            var count = int.Parse(paragraph.Groups["count"].Value, CultureInfo.InvariantCulture);
            _answers.Find(answer => answer.Question.Paragraphs == count).Whole?.Add(message);
        }
        else if (marked is [var (question, whole)] && IsWholeAnswer(message)
            && (!question.IsInGroup || message.ReplyToMessage?.MessageId == question.MessageId))
        {
            whole.Add(message);
        }
        else if (GrowingAnswer.Is(message) || paragraph.Success || marked.Count > 0 || FirstWords.StartsWith(text[..Math.Min(text.Length, FirstWords.Length)], StringComparison.Ordinal))
        {
            _placeholders.Add($"{message.Chat.Id}/{message.MessageId}: {text[..Math.Min(60, text.Length)]}");
        }
        else
        {
            _excuses.Add($"{message.Chat.Id}/{message.MessageId}: {text[..Math.Min(120, text.Length)]}");
        }
    }

    // You wrote: “q17-3-” … Try show markdown, write code in Python or long 5.
    private const string FirstWords = "You wrote: “";
    private const string LastWords = "or long 5.";

    /// <summary>
    /// Without the marks of Markdown: a reply that was being sent when several processes were killed is sent without formatting, in case it
    /// was the cause.
    /// </summary>
    private static string TextOf(Message message) =>
        (message.Text ?? "").Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);

    private static bool IsWhole((Asked Question, List<Message> Whole) answer) => answer.Question.Paragraphs == 0
        ? answer.Whole.Count > 0
        : Enumerable.Range(1, answer.Question.Paragraphs).All(ParagraphsOf(answer).Contains);

    private static bool IsRepeated((Asked Question, List<Message> Whole) answer) => answer.Question.Paragraphs == 0
        ? answer.Whole.Count > 1
        : ParagraphsOf(answer) is var shown && shown.Count != shown.Distinct().Count();

    private static List<int> ParagraphsOf((Asked Question, List<Message> Whole) answer) =>
        [.. answer.Whole.SelectMany(message => Paragraph().Matches(message.Text ?? "")).Select(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture))];

    // "I see 4 earlier messages": two for each turn before, because each was answered once and is remembered once.
    private static bool HasSeenAnotherConversation((Asked Question, List<Message> Whole) answer) =>
        answer is { Question.Paragraphs: 0, Whole: [var message, ..] }
        && int.Parse(Earlier().Match(TextOf(message)).Groups["count"].Value, CultureInfo.InvariantCulture) != 2 * answer.Question.Number;

    private static string Name(Asked question) => $"{question.ChatId}/{question.MessageId} ({question.Marker})";

    [GeneratedRegex(@"Paragraph (?<number>\d+) of (?<count>\d+)\.")]
    private static partial Regex Paragraph();

    [GeneratedRegex(@"I see (?<count>\d+) earlier messages")]
    private static partial Regex Earlier();
}

internal static class GrowingAnswer
{
    /// <summary>A message has a Stop button only while it grows.</summary>
    public static bool Is(Message message) =>
        message.ReplyMarkup?.InlineKeyboard?.Any(row => row.Any(button => button.CallbackData?.StartsWith("stop:", StringComparison.Ordinal) == true)) == true;
}
