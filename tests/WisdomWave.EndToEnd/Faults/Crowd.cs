using System.Collections.Concurrent;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>
/// People who ask at a steady pace, in private chats and in a group, whatever happens to the application. Each question has its own
/// mark, by which its answer is found.
/// </summary>
internal sealed class Crowd
{
    /// <summary>The answer to every sixth question of a person takes several messages.</summary>
    private const int LongEvery = 6;

    private readonly List<(PlaygroundPerson Person, int Index)> _members = [];
    private readonly ConcurrentQueue<Asked> _asked = new();

    public IReadOnlyList<Asked> Asked => [.. _asked];

    public IReadOnlyList<long> People => [.. _members.Select(member => member.Person.Id)];

    /// <summary>Adds people with empty conversations.</summary>
    /// <param name="client">The playground's.</param>
    /// <param name="alone">People in private chats, distributed over the bots.</param>
    /// <param name="inGroup">People in one group with the first bot.</param>
    /// <param name="bots">Bots in addition to the page's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Crowd> GatherAsync(
        PlaygroundClient client, int alone, int inGroup, IReadOnlyList<long> bots, CancellationToken cancellationToken)
    {
        var crowd = new Crowd();
        for (var i = 0; i < alone; i++)
        {
            var person = await client.AddPersonAsync($"Person {i}", "en", cancellationToken);
            var bot = i % (bots.Count + 1);
            crowd._members.Add((bot == 0 ? person : person.With(bots[bot - 1]), i));
        }

        if (inGroup == 0)
            return crowd;

        var people = new List<PlaygroundPerson>();
        for (var i = 0; i < inGroup; i++)
            people.Add(await client.AddPersonAsync($"Member {i}", "en", cancellationToken));
        var group = await client.AddGroupAsync(
            new NewGroup { Title = "Bench", Type = "supergroup", Members = people.ToDictionary(person => person.Id, _ => "member") }, cancellationToken);
        crowd._members.AddRange(people.Select((person, i) => (person.In(group.Id), i)));
        return crowd;
    }

    /// <summary>Completes when so many more questions have been asked.</summary>
    public Task UntilAskedAsync(int more)
    {
        var enough = _asked.Count + more;
        return Eventually.HoldsAsync(() => Task.FromResult(_asked.Count >= enough), () => $"{enough} questions are asked, but there are {_asked.Count}");
    }

    /// <summary>Everyone asks once in <paramref name="pace"/> until <paramref name="enough"/>, and <paramref name="most"/> times at most.</summary>
    public Task AskAsync(TimeSpan pace, int most, CancellationToken enough) =>
        Task.WhenAll(_members.Select(member => AskAsync(member.Person, member.Index, pace, most, enough)));

    private async Task AskAsync(PlaygroundPerson person, int index, TimeSpan pace, int most, CancellationToken enough)
    {
        // Staggered.
        await Task.Delay(pace * index / _members.Count, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var number = 0; number < most && !enough.IsCancellationRequested; number++)
        {
            await AskAsync(person, number, number + (index % LongEvery));
            await Task.Delay(pace, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <param name="person">Who asks.</param>
    /// <param name="number">How many questions the person has asked before.</param>
    /// <param name="turn">The same, counted from another number for each person, so that somebody waits for a long answer at any time.</param>
    private async Task AskAsync(PlaygroundPerson person, int number, int turn)
    {
        // The scripted model says how many paragraphs an answer has. Each long answer has another number of them, which is its mark.
        var isLong = turn % LongEvery == LongEvery - 1 && person.ChatId > 0;
        var paragraphs = isLong ? 12 + (turn / LongEvery) : 0;
        var mention = person.ChatId < 0 ? "@wisdomwave_bot " : "";
        var text = isLong ? $"long {paragraphs}" : $"{mention}{Faults.Asked.MarkerOf(person.Id, number)}";
        var at = DateTimeOffset.UtcNow;
        var message = await person.WriteAsync(text, CancellationToken.None);
        _asked.Enqueue(new Asked(person.ChatId, person.Id, message.MessageId, number, paragraphs, at, person.BotId));
    }
}

/// <summary>
/// A question of the crowd. Number is its index among the person's questions, Paragraphs the length of the wanted answer (0 for a short
/// one), BotId null for the page's bot.
/// </summary>
internal sealed record Asked(long ChatId, long PersonId, int MessageId, int Number, int Paragraphs, DateTimeOffset At, long? BotId = null)
{
    public bool IsInGroup => ChatId < 0;

    /// <summary>A mark that only the answer to this question repeats.</summary>
    public string Marker => MarkerOf(PersonId, Number);

    public static string MarkerOf(long person, int number) => $"{MarkerOf(person)}{number}-";

    /// <summary>The beginning of the marks of this person's short questions.</summary>
    public static string MarkerOf(long person) => $"q{person % 100_000}-";
}
