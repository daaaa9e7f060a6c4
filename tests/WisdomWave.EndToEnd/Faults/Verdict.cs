using System.Globalization;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>What became of every question, by what people see in their chats.</summary>
internal sealed record Verdict
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public required int Asked { get; init; }

    /// <summary>Questions without a whole answer.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Answers, or parts of them, that are there more than once.</summary>
    public required IReadOnlyList<string> Duplicated { get; init; }

    /// <summary>Beginnings of an answer that is whole elsewhere: what was sent, but not noted, when ingress died.</summary>
    public required IReadOnlyList<string> Placeholders { get; init; }

    /// <summary>Answers that stand before that to an earlier question, or whose model did not see the whole conversation before.</summary>
    public required IReadOnlyList<string> OutOfOrder { get; init; }

    /// <summary>The bot's words that are no (beginning of an) answer: excuses.</summary>
    public required IReadOnlyList<string> Excuses { get; init; }

    /// <summary>From the question until its answer stood there, sorted. Only of what the ledger of the playground still holds.</summary>
    public IReadOnlyList<TimeSpan> Latencies { get; init; } = [];

    /// <summary>Each by name, with the bot's words where they were not to be; placeholders are none.</summary>
    public IReadOnlyList<string> Flaws => [
        .. Lost.Select(name => $"lost: {name}"),
        .. Duplicated.Select(name => $"duplicated: {name}"),
        .. Excuses.Select(name => $"excuse: {name}"),
        .. OutOfOrder.Select(name => $"out of order: {name}"),
    ];

    /// <summary>The chats that have a flaw or a placeholder that was left.</summary>
    public IReadOnlySet<long> FlawedChats => Lost.Concat(Duplicated).Concat(Excuses).Concat(OutOfOrder).Concat(Placeholders)
        .Select(name => long.Parse(name.AsSpan(0, name.IndexOf('/', StringComparison.Ordinal)), CultureInfo.InvariantCulture))
        .ToHashSet();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Asked} asked; lost, duplicated, out of order: {Lost.Count}, {Duplicated.Count}, {OutOfOrder.Count}; placeholders left: {Placeholders.Count}; excuses: {Excuses.Count}{Latency()}");

    /// <summary>Waits until every question has its answer, or until nothing has come for long enough to give up.</summary>
    public static async Task<Verdict> WhenQuietAsync(PlaygroundClient client, IReadOnlyList<Asked> asked, CancellationToken cancellationToken)
    {
        var chats = asked.GroupBy(one => one.ChatId).ToList();
        var waiting = chats;
        for (var (last, since) = (int.MaxValue, DateTimeOffset.UtcNow); waiting.Count > 0 && DateTimeOffset.UtcNow - since < Patience;)
        {
            await Task.Delay(500, cancellationToken);
            // Looking is a load too: who has all answers is not asked again.
            var looks = await LookAsync(client, waiting, cancellationToken);
            waiting = [.. waiting.Zip(looks).Where(pair => pair.Second.Lost.Any()).Select(pair => pair.First)];
            var missing = looks.Sum(look => look.Lost.Count());
            if (missing != last)
                (last, since) = (missing, DateTimeOffset.UtcNow);
        }

        // Whatever is sent twice needs a moment to show.
        await Task.Delay(1500, cancellationToken);
        return await JudgeAsync(client, chats, cancellationToken);
    }

    private static async Task<IReadOnlyList<AnswersInChat>> LookAsync(
        PlaygroundClient client, IEnumerable<IGrouping<long, Asked>> chats, CancellationToken cancellationToken)
    {
        var looks = new List<AnswersInChat>();
        foreach (var chat in chats)
        {
            var state = await client.ChatAsync(chat.Key, chat.First().BotId, cancellationToken);
            looks.Add(new AnswersInChat([.. chat.OrderBy(one => one.MessageId)], [.. state.Messages.Where(message => message.From is { IsBot: true })]));
        }

        return looks;
    }

    private static async Task<Verdict> JudgeAsync(PlaygroundClient client, IReadOnlyList<IGrouping<long, Asked>> chats, CancellationToken cancellationToken)
    {
        var looks = await LookAsync(client, chats, cancellationToken);
        var shownAt = (await client.BotCallsAsync(cancellationToken: cancellationToken))
            .Where(call => call is { Status: 200, MessageId: not null, ChatId: not null, Text.Length: > 0 })
            .GroupBy(call => (call.ChatId!.Value, call.MessageId!.Value))
            .ToDictionary(calls => calls.Key, calls => calls.Max(call => call.At));
        return new Verdict
        {
            Asked = chats.Sum(chat => chat.Count()),
            Lost = [.. looks.SelectMany(look => look.Lost)],
            Duplicated = [.. looks.SelectMany(look => look.Duplicated)],
            Placeholders = [.. looks.SelectMany(look => look.Placeholders)],
            OutOfOrder = [.. looks.SelectMany(look => look.OutOfOrder)],
            Excuses = [.. looks.SelectMany(look => look.Excuses)],
            Latencies = [.. looks.SelectMany(look => look.Latencies(shownAt)).Order()],
        };
    }

    /// <param name="part">From 0 to 1: 0.99 for what 99 of 100 stay below.</param>
    public TimeSpan Percentile(double part) => Latencies[(int)Math.Min(Latencies.Count - 1, Latencies.Count * part)];

    private string Latency() => Latencies.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $"; answered in p50 {Percentile(0.5).TotalSeconds:F2} s, p99 {Percentile(0.99).TotalSeconds:F2} s");
}
