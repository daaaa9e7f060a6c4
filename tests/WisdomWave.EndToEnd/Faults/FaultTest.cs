using System.Diagnostics;
using System.Globalization;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>Common to the tests of the fault bench: a crowd asks while something fails, and afterwards every chat is checked.</summary>
/// <remarks>
/// <c>WISDOMWAVE_FAULT_KILLS</c> is how often each service is killed (3), <c>WISDOMWAVE_FAULT_SECONDS</c> how long people ask while
/// something fails (6). Raise both for a soak test. <c>WISDOMWAVE_FAULT_BUSY=1</c> adds the tests that need an idle machine.
/// </remarks>
public abstract class FaultTest(ITestOutputHelper output)
{
    protected static readonly int Kills = Setting("WISDOMWAVE_FAULT_KILLS", 3);
    protected static readonly TimeSpan Duration = TimeSpan.FromSeconds(Setting("WISDOMWAVE_FAULT_SECONDS", 6));

    protected static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);

    /// <summary>Questions of each person. The slower the machine, the longer the kills take; this bounds what has piled up by then.</summary>
    private static readonly int Most = Math.Max(3 * Kills / 2, (int)(2 * Duration / Pace));

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>People ask while <paramref name="meanwhile"/> runs. Completes when all have their answers, or when no more answers arrive.</summary>
    private protected Task<Verdict> AskDuringAsync(Fleet fleet, string what, Func<Crowd, Task> meanwhile) =>
        AskDuringAsync(fleet, what, alone: 16, inGroup: 4, Most, meanwhile);

    /// <inheritdoc cref="AskDuringAsync(Fleet, string, Func{Crowd, Task})"/>
    /// <param name="fleet">The application.</param>
    /// <param name="what">The line in the report.</param>
    /// <param name="alone">People in private chats; each asks once in <see cref="Pace"/>.</param>
    /// <param name="inGroup">People in one group.</param>
    /// <param name="most">Limit of questions for each person.</param>
    /// <param name="meanwhile">The fault.</param>
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
        // After a lost answer, all later ones of that conversation are flawed: the first few are enough.
        foreach (var flaw in verdict.Flaws.Take(20))
            Add($"  {flaw}");
        if (verdict.Flaws.Count > 0)
            await FaultReport.KeepAsync(fleet, what, verdict.FlawedChats, Token);

        await AssertNoSecretWasPrintedAsync(fleet);
        return verdict;
    }

    /// <summary>Kills and restarts the service repeatedly.</summary>
    private protected static async Task KillAgainAndAgainAsync(ChildProcess service, int kills)
    {
        // At random points of the crowd's questions.
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

    /// <summary>
    /// Completes when as much has been asked as the crowd asks within <see cref="Duration"/>. Counted, so that the load is the same on
    /// a slow machine.
    /// </summary>
    private protected static Task AskedForAWhileAsync(Crowd crowd) => crowd.UntilAskedAsync((int)(crowd.People.Count * Duration / Pace));

    /// <summary>Repeats an action for <see cref="Duration"/>.</summary>
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
