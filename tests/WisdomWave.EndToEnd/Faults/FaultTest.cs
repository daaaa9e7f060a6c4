using System.Diagnostics;
using System.Globalization;

using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>What the tests of the fault bench have in common: a crowd that asks meanwhile, and the judgement afterwards.</summary>
/// <remarks>
/// <c>WISDOMWAVE_FAULT_KILLS</c> is how often each service is killed (10), <c>WISDOMWAVE_FAULT_SECONDS</c> how long people ask while
/// their surroundings fail (6). For a soak take more of both. <c>WISDOMWAVE_FAULT_BUSY=1</c> adds the tests that need a machine to themselves.
/// </remarks>
public abstract class FaultTest(ITestOutputHelper output)
{
    protected static readonly int Kills = Setting("WISDOMWAVE_FAULT_KILLS", 10);
    protected static readonly TimeSpan Duration = TimeSpan.FromSeconds(Setting("WISDOMWAVE_FAULT_SECONDS", 6));

    protected static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    /// <summary>The slower the machine, the longer the kills take; what waits for its answer by then is load enough.</summary>
    private static readonly int Most = Math.Max(3 * Kills / 2, (int)(2 * Duration / Pace));

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>People ask while <paramref name="meanwhile"/> happens; ends when all have their answers, or none come any more.</summary>
    private protected Task<Verdict> AskDuringAsync(Fleet fleet, string what, Func<Crowd, Task> meanwhile) =>
        AskDuringAsync(fleet, what, alone: 16, inGroup: 4, Most, meanwhile);

    /// <inheritdoc cref="AskDuringAsync(Fleet, string, Func{Crowd, Task})"/>
    /// <param name="fleet">The application.</param>
    /// <param name="what">What happens, for the report.</param>
    /// <param name="alone">How many ask alone, each once in <see cref="Pace"/>.</param>
    /// <param name="inGroup">How many ask in a group.</param>
    /// <param name="most">How many questions each of them asks at most.</param>
    /// <param name="meanwhile">What happens to the application.</param>
    private protected async Task<Verdict> AskDuringAsync(Fleet fleet, string what, int alone, int inGroup, int most, Func<Crowd, Task> meanwhile)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var crowd = await Crowd.GatherAsync(fleet.Outside.Client, alone, inGroup, fleet.MoreBots, Token);
        var asking = crowd.AskAsync(Pace, most, enough.Token);
        await meanwhile(crowd);
        await enough.CancelAsync();
        await asking;
        var verdict = await Verdict.WhenQuietAsync(fleet.Outside.Client, crowd.Asked, Token);
        Add($"{what}: {verdict}");
        // Whoever comes after a lost answer has seen another conversation: the first few tell.
        foreach (var flaw in verdict.Flaws.Take(20))
            Add($"  {flaw}");
        if (verdict.Flaws.Count > 0)
            await FaultReport.KeepAsync(fleet, what, verdict.FlawedChats, Token);

        await AssertNoSecretWasPrintedAsync(fleet);
        return verdict;
    }

    /// <summary>Kills the service and starts it again, so many times.</summary>
    private protected static async Task KillAgainAndAgainAsync(ChildProcess service, int kills)
    {
        // Not in step with what the crowd does.
        var random = new Random(5);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 1500)), Token);
            await service.KillAsync();
            service.Start();
            await service.UntilReadyAsync(Token);
        }
    }

    private protected void Add(FormattableString line)
    {
        var text = FormattableString.Invariant(line);
        output.WriteLine(text);
        FaultReport.Add(text);
    }

    /// <summary>Again and again, as long as such a test lasts.</summary>
    protected static async Task ForAWhileAsync(Func<int, Task> again)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(started) < Duration; i++)
            await again(i);
    }

    private protected static void AssertNothingLost(Verdict verdict)
    {
        Assert.Empty(verdict.Lost);
        Assert.Empty(verdict.Duplicated);
        Assert.Empty(verdict.OutOfOrder);
        Assert.Empty(verdict.Excuses);
    }

    private static async Task AssertNoSecretWasPrintedAsync(Fleet fleet)
    {
        foreach (var service in fleet.Services)
        {
            var log = await service.ReadLogAsync();
            Assert.DoesNotContain(Fleet.ApiKey, log, StringComparison.Ordinal);
            Assert.DoesNotContain(PlaygroundServer.BotToken.Split(':')[1], log, StringComparison.Ordinal);
        }
    }

    private static int Setting(string name, int value) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : value;
}
