using System.Diagnostics;
using System.Globalization;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>The outcome of every question, as people see it in their chats.</summary>
internal sealed record Verdict
{
    /// <summary>Answers of several messages arrive slowly on a slow machine: only after so long without any change is one lost.</summary>
    private static TimeSpan Patience => Eventually.Limit;

    public required int Asked { get; init; }

    /// <summary>Questions without a whole answer.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Answers, or parts of them, that are there more than once.</summary>
    public required IReadOnlyList<string> Duplicated { get; init; }

    /// <summary>Beginnings of an answer that is complete elsewhere: sent, but not recorded, when ingress was killed.</summary>
    public required IReadOnlyList<string> Placeholders { get; init; }

    /// <summary>Answers that come before the answer to an earlier question, or whose prompt did not have the whole conversation.</summary>
    public required IReadOnlyList<string> OutOfOrder { get; init; }

    /// <summary>Messages of the bot that are neither an answer nor the beginning of one: error messages.</summary>
    public required IReadOnlyList<string> Excuses { get; init; }

    /// <summary>From a question to its complete answer, sorted; only for calls that the playground's ledger still has.</summary>
    public IReadOnlyList<TimeSpan> Latencies { get; init; } = [];

    /// <summary>Everything that is wrong, by name; placeholders are reported separately.</summary>
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

    /// <summary>Waits until every question has its answer, or until nothing has changed for <see cref="Patience"/>.</summary>
    public static async Task<Verdict> WhenQuietAsync(PlaygroundClient client, IReadOnlyList<Asked> asked, CancellationToken cancellationToken)
    {
        var chats = asked.GroupBy(one => one.ChatId).ToList();
        var waiting = chats;
        for (var (last, since) = (int.MaxValue, Stopwatch.GetTimestamp()); waiting.Count > 0 && Stopwatch.GetElapsedTime(since) < Patience;)
        {
            await Task.Delay(500, cancellationToken);
            // Reading costs time too: chats with all their answers are not read again.
            var looks = await LookAsync(client, waiting, cancellationToken);
            waiting = [.. waiting.Zip(looks).Where(pair => pair.Second.Lost.Any()).Select(pair => pair.First)];
            var missing = looks.Sum(look => look.Lost.Count());
            if (missing != last)
                (last, since) = (missing, Stopwatch.GetTimestamp());
        }

        // A duplicate may still be on its way. A slow machine may miss it here, but never reports one that is not there.
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

    /// <param name="part">From 0 to 1: 0.99 for the value that 99 of 100 stay below.</param>
    public TimeSpan Percentile(double part) => Latencies[(int)Math.Min(Latencies.Count - 1, Latencies.Count * part)];

    private string Latency() => Latencies.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $"; answered in p50 {Percentile(0.5).TotalSeconds:F2} s, p99 {Percentile(0.99).TotalSeconds:F2} s");
}
