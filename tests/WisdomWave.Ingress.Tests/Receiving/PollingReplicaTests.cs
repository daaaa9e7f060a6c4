using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Tests;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <summary>Several ingress replicas that poll, with a real dialog and a real Redis.</summary>
public sealed class PollingReplicaTests
{
    private const long BotId = 110201543;
    private const long HomeId = 110201544;

    /// <summary>A machine that stands still for ten seconds must not lose the leases.</summary>
    private const string LongTerm = "Polling:LeaseTerm=00:00:40";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachBotIsPolledByOneReplicaAndAStoppedOnesBotsMove()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var dialog = await RealDialog.StartAsync();
        await using var first = await IngressHost.PrepareAsync(
            "Polling:Leases=true", LongTerm, $"ConnectionStrings:cache={redis.ConnectionString}", dialog.Setting, $"Bots:home:Token={HomeId}:home-token-of-these-tests-0000");
        await first.StartIngressAsync();
        await UntilItReceivesAsync(first, bots: 2);
        await using var second = await first.AddReplicaAsync();
        await UntilItReceivesAsync(first, bots: 1);
        await UntilItReceivesAsync(second, bots: 1);

        // Of several bots, the page's is the one that started first.
        var (ann, annAtHome) = (first.Ann.With(BotId), first.Ann.With(HomeId));
        await ann.SayAsync("one", cancellationToken: Token);
        await annAtHome.SayAsync("two", cancellationToken: Token);
        await IngressHost.ReadsAsync(ann, "You said: one");
        await IngressHost.ReadsAsync(annAtHome, "You said: two");
        foreach (var host in (IngressHost[])[first, second])
            await Eventually.HoldsAsync(() => host.Updates["addressed"] == 1, "each has received one of the two");

        await first.StopIngressAsync();
        await UntilItReceivesAsync(second, bots: 2);
        await ann.SayAsync("three", cancellationToken: Token);
        await annAtHome.SayAsync("four", cancellationToken: Token);
        await IngressHost.ReadsAsync(ann, "You said: one", "You said: three");
        await IngressHost.ReadsAsync(annAtHome, "You said: two", "You said: four");
        // Two polls of one bot end with 409, which is logged.
        Assert.Empty(first.Warnings.Concat(second.Warnings));
    }

    [Fact]
    public async Task AKilledReplicasBotIsPolledByAnotherAndNothingIsLostDoubledOrReordered()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var dialog = await RealDialog.StartAsync();
        await using var survivor = await IngressHost.PrepareAsync("Polling:Leases=true", LongTerm, $"ConnectionStrings:cache={redis.ConnectionString}", dialog.Setting);
        using var victim = await IngressProcess.StartAsync(survivor.Settings);
        await survivor.Ann.SayAsync("one", cancellationToken: Token);
        await IngressHost.ReadsAsync(survivor.Ann, "You said: one");
        await survivor.StartIngressAsync();
        var goOn = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => SayingAfter("Hel", goOn.Task, "lo!");
        await survivor.Ann.SayAsync("Hello", cancellationToken: Token);
        var shown = await survivor.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
        await Eventually.HoldsAsync(async () => await dialog.UndeliveredAsync() is [{ Delivered: [_] }], "dialog knows the message");
        Assert.Equal(0, survivor.Updates.All);

        victim.Kill();
        dialog.Completion.Answer = (_, _) => SayingAfter("Goo", Task.CompletedTask, "dbye!");
        await survivor.Ann.SayAsync("Goodbye", cancellationToken: Token);
        goOn.SetResult();

        await IngressHost.ReadsAsync(survivor.Ann, "You said: one", "Hello!", "Goodbye!");
        Assert.Equal(shown.MessageId, (await survivor.Ann.ReadAllAsync()).Single(message => message.Text == "Hello!").MessageId);
        Assert.Equal([BotState.Receiving], StatesOf(survivor));
        Assert.Empty(survivor.Warnings);
    }

    [Fact]
    public async Task WithoutTheAddressOfRedisItDoesNotStart()
    {
        var failed = await FailedStart.OfAsync("WisdomWave.Ingress.dll", $"TELEGRAM_BOT_TOKEN={PlaygroundServer.BotToken}", "Polling__Leases=true");

        Assert.Equal(
            "ConnectionStrings:cache must be the address of a Redis that all replicas of ingress share, because Polling:Leases is true; a good value is localhost:6379.",
            failed.Stderr);
    }

    private static Task UntilItReceivesAsync(IngressHost host, int bots) => Eventually.HoldsAsync(
        () => Task.FromResult(StatesOf(host).Count(state => state == BotState.Receiving) == bots),
        () => $"it receives the updates of {bots} bots; its bots are {string.Join(", ", StatesOf(host))}");

    private static IEnumerable<BotState> StatesOf(IngressHost host) => host.Services.GetRequiredService<BotFleet>().Statuses.Select(status => status.State);

    private static async IAsyncEnumerable<CompletionEvent> SayingAfter(string first, Task then, string second)
    {
        yield return new CompletionDelta(first);
        await then;
        yield return new CompletionDelta(second);
        yield return ScriptedCompletion.Done();
    }
}
