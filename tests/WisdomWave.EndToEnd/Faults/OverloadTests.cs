using System.Diagnostics;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>More is asked than can be answered: memory stays bounded, who came first is served first, and everybody hears something.</summary>
[Collection(nameof(StandingFleet))]
public sealed class OverloadTests(StandingFleetFixture fixture, ITestOutputHelper output) : FaultTest(output)
{
    /// <summary>What those are told who would wait for too long.</summary>
    private const string Refusal = "Too many questions at once";

    private readonly Fleet _fleet = fixture.Fleet;

    [Fact]
    public async Task FiveTimesTheLoadThatCanBeServedStaysWithinBoundsAndDrainsOldestFirst()
    {
        // As much as it can serve: everybody asks again when they are answered.
        var (steadyMegabytes, perSecond) = await WatchAsync(() => AskInTurnsAsync(people: 256));
        var atOnce = (int)(5 * perSecond * Duration.TotalSeconds / 3);
        var answers = new List<Message>();
        var (floodMegabytes, drainedPerSecond) = await WatchAsync(() => AskAtOnceAsync(atOnce, answers));
        var served = answers.FindAll(AnswersInChat.IsWholeAnswer);
        Add($"overload: at {perSecond:F0} answers/s {steadyMegabytes:F0} MB; {atOnce} questions at once {floodMegabytes:F0} MB, {drainedPerSecond:F0}/s, {served.Count} answered, {atOnce - served.Count} told to come back");

        Assert.InRange(floodMegabytes, 0, 1.3 * steadyMegabytes);
        Assert.InRange(served.Take(served.Count / 2).Average(WrittenAt), 0, served.Skip(served.Count / 2).Average(WrittenAt));
    }

    private async Task<(double Megabytes, double PerSecond)> WatchAsync(Func<Task<int>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var working = work();
        var most = 0.0;
        while (!working.IsCompleted)
        {
            most = Math.Max(most, _fleet.Services.Sum(service => service.ResidentMegabytes));
            await Task.Delay(100, Token);
        }

        return (most, await working / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private async Task<int> AskInTurnsAsync(int people)
    {
        var started = Stopwatch.GetTimestamp();
        var answered = await Task.WhenAll(Enumerable.Range(0, people).Select(async i =>
        {
            var person = await _fleet.Outside.Client.AddPersonAsync($"Steady {i}", "en", Token);
            var questions = 0;
            while (Stopwatch.GetElapsedTime(started) < Duration)
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

    /// <summary>The last of so many whole replies, and there are no more.</summary>
    private async Task<Message> ReadAsync(PlaygroundPerson person, int count)
    {
        for (var tries = 0; ; tries++)
        {
            var said = (await _fleet.Outside.Client.ChatAsync(person.ChatId, Token)).Messages.Where(message => message.From is { IsBot: true }).ToList();
            if (said.Count == count && said.TrueForAll(message => AnswersInChat.IsWholeAnswer(message) || message.Text!.StartsWith(Refusal, StringComparison.Ordinal)))
                return said[^1];
            Assert.True(tries < 240, $"{person.ChatId} has {said.Count} answers of {count}: {said.LastOrDefault()?.Text}");
            // Looking is a load too.
            await Task.Delay(500, Token);
        }
    }

    private static double WrittenAt(Message message) => message.EditDate ?? message.Date;
}
