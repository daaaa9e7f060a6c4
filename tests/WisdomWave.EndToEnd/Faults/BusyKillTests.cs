using System.Diagnostics;
using WisdomWave.Playground.Faults;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>kill -9 of ingress at Telegram's full rate: many messages are being sent at each kill.</summary>
public sealed class BusyKillTests(ITestOutputHelper output) : FaultTest(output)
{
    private const int BusyKills = 5;

    /// <summary>Messages that Telegram accepts without a response just before each kill.</summary>
    private const int LostAtEachKill = 20;

    // On a slow machine, questions wait instead of being refused.
    private static readonly Dictionary<string, string> Patient = new() { ["ProviderLimits__QueueDeadline"] = "00:10:00", ["ProviderLimits__QueueLength"] = "10000" };

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Questions of each person; bounds the test on a slow machine.</summary>
    private const int MostQuestions = 6;

    [Theory]
    [InlineData(1, 30)]
    [InlineData(10, 100)]
    public async Task NothingIsLostOrDoneTwiceWhenIngressIsKilledAtManyTurnsASecond(int bots, int turnsPerSecond)
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("WISDOMWAVE_FAULT_BUSY") == "1",
            "It needs an otherwise idle machine: set WISDOMWAVE_FAULT_BUSY=1 to run it.");
        await using var fleet = await Fleet.StartAsync(Token, settings: Patient, bots: bots);
        var verdict = await AskDuringAsync(
            fleet,
            $"ingress killed {BusyKills} times with {LostAtEachKill} messages on their way at {turnsPerSecond} turns a second on {bots} bots",
            alone: (int)(turnsPerSecond * Pace.TotalSeconds),
            inGroup: 0,
            MostQuestions,
            _ => KillWhileSendingAsync(fleet));
        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    private static async Task KillWhileSendingAsync(Fleet fleet)
    {
        for (var kill = 1; kill <= BusyKills; kill++)
        {
            await fleet.Outside.Client.FailAsync(new BotFault { Method = "sendMessage", Kind = BotFaultKind.HangAfter, Times = LostAtEachKill }, Token);
            // If fewer are sent in this time, fewer are lost: nothing asserts the number.
            var started = Stopwatch.GetTimestamp();
            while (await LostAsync(fleet) < kill * LostAtEachKill && Stopwatch.GetElapsedTime(started) < LongestWait)
                await Task.Delay(100, Token);
            await fleet.Ingress.KillAsync();
            await fleet.Outside.Client.ClearFaultsAsync(Token);
            fleet.Ingress.Start();
            await fleet.Ingress.UntilReadyAsync(Token);
        }
    }

    private static async Task<int> LostAsync(Fleet fleet) =>
        (await fleet.Outside.Client.BotCallsAsync("sendMessage", cancellationToken: Token)).Count(call => call.Fault == BotFaultKind.HangAfter);
}
