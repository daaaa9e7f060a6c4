using System.Collections.Concurrent;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>
/// People who ask at a steady pace whatever happens to the application, alone and in a group. Each question has a mark of its own, so
/// that what became of it can be seen.
/// </summary>
internal sealed class Crowd
{
    /// <summary>The answer to every such question takes several messages.</summary>
    private const int LongEvery = 6;

    private readonly List<(PlaygroundPerson Person, int Index)> _members = [];
    private readonly ConcurrentQueue<Asked> _asked = new();

    public IReadOnlyList<Asked> Asked => [.. _asked];

    public IReadOnlyList<long> People => [.. _members.Select(member => member.Person.Id)];

    /// <summary>New people, whose conversations are empty.</summary>
    /// <param name="client">The playground's.</param>
    /// <param name="alone">How many have a bot to themselves; they are shared out among the bots.</param>
    /// <param name="inGroup">How many are in a group with the first bot.</param>
    /// <param name="bots">The bots besides the page's.</param>
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

    /// <summary>Everybody asks until <paramref name="enough"/>, at about one question in <paramref name="pace"/>, and so many at most.</summary>
    public Task AskAsync(TimeSpan pace, int most, CancellationToken enough) =>
        Task.WhenAll(_members.Select(member => AskAsync(member.Person, member.Index, pace, most, enough)));

    private async Task AskAsync(PlaygroundPerson person, int index, TimeSpan pace, int most, CancellationToken enough)
    {
        // Not in step with each other.
        await Task.Delay(pace * index / _members.Count, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var number = 0; number < most && !enough.IsCancellationRequested; number++)
        {
            await AskAsync(person, number);
            await Task.Delay(pace, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(PlaygroundPerson person, int number)
    {
        // The scripted model says how many paragraphs there are, which is the mark of a long answer: each has another number of them.
        var isLong = number % LongEvery == LongEvery - 1 && person.ChatId > 0;
        var paragraphs = isLong ? 12 + (number / LongEvery) : 0;
        var mention = person.ChatId < 0 ? "@wisdomwave_bot " : "";
        var text = isLong ? $"long {paragraphs}" : $"{mention}{Faults.Asked.MarkerOf(person.Id, number)}";
        var at = DateTimeOffset.UtcNow;
        var message = await person.WriteAsync(text, CancellationToken.None);
        _asked.Enqueue(new Asked(person.ChatId, person.Id, message.MessageId, number, paragraphs, at, person.BotId));
    }
}
