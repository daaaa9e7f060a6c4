using System.Diagnostics;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>More is asked than can be answered: work stays bounded, the oldest questions are answered first, and everyone gets a reply.</summary>
[Collection(nameof(StandingFleet))]
public sealed class OverloadTests(StandingFleetFixture fixture, ITestOutputHelper output) : FaultTest(output)
{
    /// <summary>The reply to a question that would wait too long.</summary>
    private const string Refusal = "Too many questions at once";

    /// <summary><c>ProviderLimits:ConcurrentCalls</c>.</summary>
    private const int ConcurrentCalls = 64;

    /// <summary>Hundreds of chats are read at the same time, which costs the machine time that the services need.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly Fleet _fleet = fixture.Fleet;

    [Fact]
    public async Task FiveTimesTheLoadThatCanBeServedStaysWithinBoundsAndDrainsOldestFirst()
    {
        // As much as can be served: everyone asks again when they have an answer.
        var (steady, perSecond) = await WatchAsync(() => AskInTurnsAsync(people: 256));
        var atOnce = Math.Max((int)(5 * perSecond * Duration.TotalSeconds / 6), 5 * ConcurrentCalls);
        var answers = new List<Message>();
        var (flood, drainedPerSecond) = await WatchAsync(() => AskAtOnceAsync(atOnce, answers));
        var served = answers.FindAll(AnswersInChat.IsWholeAnswer);
        Add($"overload: at {perSecond:F0} answers/s {steady.Megabytes:F0} MB; {atOnce} questions at once {flood.Megabytes:F0} MB, {drainedPerSecond:F0}/s, {served.Count} answered, {atOnce - served.Count} told to come back");

        // Memory is in the report only: it depends on when the garbage collector runs. The number of calls decides it. Twice the limit,
        // because a call that completion has cancelled is open in the playground until it notices.
        Assert.InRange(flood.ModelCalls, 1, 2 * ConcurrentCalls);
        Assert.InRange(served.Take(served.Count / 2).Average(WrittenAt), 0, served.Skip(served.Count / 2).Average(WrittenAt));
    }

    /// <summary>The highest values while <paramref name="work"/> runs, and how much of it was done in a second.</summary>
    private async Task<((double Megabytes, long ModelCalls) Most, double PerSecond)> WatchAsync(Func<Task<int>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var working = work();
        var most = (Megabytes: 0.0, ModelCalls: 0L);
        do
        {
            var open = (await _fleet.Outside.Client.CallLogSummaryAsync(Token)).ModelCallsOpen;
            most = (Math.Max(most.Megabytes, _fleet.Services.Sum(service => service.ResidentMegabytes)), Math.Max(most.ModelCalls, open));
            await Task.WhenAny(working, Task.Delay(100, Token));
        }
        while (!working.IsCompleted);

        return (most, await working / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private async Task<int> AskInTurnsAsync(int people)
    {
        var started = Stopwatch.GetTimestamp();
        var answered = await Task.WhenAll(Enumerable.Range(0, people).Select(async i =>
        {
            var person = await _fleet.Outside.Client.AddPersonAsync($"Steady {i}", "en", Token);
            var questions = 0;
            while (Stopwatch.GetElapsedTime(started) < Duration / 2)
            {
                await person.WriteAsync($"steady {i} and {questions}", Token);
                await ReadAsync(person, ++questions);
            }

            return questions;
        }));
        return answered.Sum();
    }

    private async Task<int> AskAtOnceAsync(int people, List<Message> answers)
    {
        var crowd = new List<PlaygroundPerson>();
        for (var i = 0; i < people; i++)
            crowd.Add(await _fleet.Outside.Client.AddPersonAsync($"Flood {i}", "en", Token));
        for (var i = 0; i < people; i++)
            await crowd[i].WriteAsync($"flood {i}", Token);
        foreach (var person in crowd)
            answers.Add(await ReadAsync(person, 1));
        return people;
    }

    /// <summary>The last reply in the chat, when it has exactly <paramref name="count"/> complete ones.</summary>
    private Task<Message> ReadAsync(PlaygroundPerson person, int count)
    {
        List<Message> said = [];
        return Eventually.GetAsync(
            async () =>
            {
                said = [.. (await _fleet.Outside.Client.ChatAsync(person.ChatId, Token)).Messages.Where(message => message.From is { IsBot: true })];
                return said.Count == count && said.TrueForAll(IsComplete) ? said[^1] : null;
            },
            () => $"{person.ChatId} has {count} complete replies, but it has {said.Count}: {said.LastOrDefault()?.Text}",
            LongestPause);
    }

    private static bool IsComplete(Message message) =>
        AnswersInChat.IsWholeAnswer(message) || message.Text!.StartsWith(Refusal, StringComparison.Ordinal);

    private static double WrittenAt(Message message) => message.EditDate ?? message.Date;
}
