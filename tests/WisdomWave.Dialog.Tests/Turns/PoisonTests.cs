using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns;

public class PoisonTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ATurnThatCrashesEveryProcessIsSetAsideAndThoseBehindItGoOn()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (request, context) => request.Messages[^1].Text == "poison"
            ? ScriptedCompletion.Hanging("", context)
            : ScriptedCompletion.Saying("fine");
        var folder = Directory.CreateTempSubdirectory("wisdomwave-poison-").FullName;
        await using var database = OnPostgresAttribute.IsOnCurrentTest ? await PostgresTestDatabase.CreateAsync() : null;
        using var process = new DialogProcess(folder, dialog.Completion.Address, database?.Settings ?? []);
        await process.StartAsync(Token);
        var poison = await AcceptAsync(process, dialog.Message("poison"));
        var behind = await AcceptAsync(process, dialog.Message("behind it"));

        // It runs once on arrival, and is restarted five times.
        for (var run = 1; run <= 6; run++)
        {
            await dialog.AskedAsync(run);
            await process.KillAsync();
            await process.StartAsync(Token);
        }

        Assert.Equal(new TurnCompleted(new Reply(Texts.In("en").SetAside)), await EndOfAsync(process, poison));
        Assert.Equal(new TurnCompleted(new Reply("fine")), DialogService.Words(await EndOfAsync(process, behind)));
        Assert.Equal([.. Enumerable.Repeat("poison", 6), "behind it"], dialog.Completion.Requests.Select(request => request.Messages[^1].Text));
        await Eventually.HoldsAsync(
            () => process.Output.Contains($"fail TurnRecovery: Turn {poison} is set aside: it was restarted 5 times", StringComparison.Ordinal),
            () => $"the log says that the turn is set aside: {process.Output}");
        Assert.Contains("""wisdomwave_turns_total{otel_scope_name="WisdomWave.Dialog",bot="bot",outcome="set_aside"} 1""", await process.Http.GetStringAsync("/metrics", Token), StringComparison.Ordinal);

        await process.KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ATurnInterruptedByNormalRestartsIsNotSetAside()
    {
        var clock = new FakeTimeProvider(DialogService.Now);
        await using var dialog = await DialogService.StartAtAsync(clock);
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var turn = await dialog.AcceptedAsync(dialog.Message("hello"));
        await dialog.AskedAsync(1);
        for (var restart = 1; restart <= 5; restart++)
        {
            await dialog.RestartAsync();
            await AdvanceUntilAsync(clock, () => dialog.Completion.Requests.Count > restart, "the model is asked again");
        }

        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("at last");
        await dialog.RestartAsync();

        Assert.Equal([new TurnCompleted(new Reply("at last"))], await EndsOfAsync(dialog, clock, [turn]));
    }

    [Fact]
    public async Task AnUnreadableTurnIsSetAsideAndThoseBehindItGoOn()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var broken = await dialog.AcceptedAsync(dialog.Message("hello"));
        var behind = await dialog.AcceptedAsync(dialog.Message("behind it", language: "ru"));
        await dialog.AskedAsync();
        dialog.Change("""UPDATE "Turns" SET "Attachments" = '{' WHERE "Question" = 'hello'""");

        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        await dialog.RestartAsync();

        Assert.Equal(new TurnCompleted(new Reply("fine")), DialogService.Words((await dialog.JoinAsync(behind))[^1]));
        Assert.Single(dialog.Log.Of(LogLevel.Error), line => line.StartsWith($"Turn {broken} is set aside", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ATurnThatIsTooOldGetsOneSentence()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var old = await dialog.AcceptedAsync(dialog.Message("old"));
        var younger = await dialog.AcceptedAsync(dialog.Message("younger"));
        await dialog.AskedAsync();
        dialog.Change($"""UPDATE "Turns" SET "AcceptedAt" = {Ago(TimeSpan.FromHours(24.1))} WHERE "Question" = 'old'""");
        dialog.Change($"""UPDATE "Turns" SET "AcceptedAt" = {Ago(TimeSpan.FromHours(23.9))} WHERE "Question" = 'younger'""");

        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("better late than never");
        await dialog.RestartAsync();

        Assert.Equal(new TurnCompleted(new Reply(Texts.In("en").TooOld)), (await dialog.JoinAsync(old))[^1]);
        Assert.Equal(new TurnCompleted(new Reply("better late than never")), DialogService.Words((await dialog.JoinAsync(younger))[^1]));
    }

    /// <summary>Many turns may have been running when the process crashed. They must not wait for each other's answers.</summary>
    [Fact]
    public async Task SuspectTurnsDoNotWaitForEachOthersAnswers()
    {
        const int people = 4;
        var clock = new FakeTimeProvider(DialogService.Now);
        await using var dialog = await DialogService.StartAtAsync(clock);
        var turns = await LeaveBehindAsync(dialog, people, restarts: 3);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        dialog.Completion.Answer = (_, _) =>
        {
            if (Interlocked.Increment(ref asked) == people)
                all.SetResult();
            return ScriptedCompletion.SayingAfter(all.Task, "fine");
        };

        await dialog.RestartAsync();

        Assert.All(await EndsOfAsync(dialog, clock, turns), end => Assert.Equal(new TurnCompleted(new Reply("fine")), end));
    }

    [Fact]
    public async Task ATurnsLastRestartRunsAlone()
    {
        var clock = new FakeTimeProvider(DialogService.Now);
        await using var dialog = await DialogService.StartAtAsync(clock);
        var turns = await LeaveBehindAsync(dialog, people: 3, restarts: 4);
        var (running, most) = (0, 0);
        dialog.Completion.Answer = (request, _) =>
        {
            if (request.Messages[^1].Text == "meanwhile")
                return ScriptedCompletion.Saying("yes");
            most = Math.Max(most, Interlocked.Increment(ref running));
            return ScriptedCompletion.SayingAfter(EndAsync(), "fine");
        };

        await dialog.RestartAsync();

        Assert.All(await EndsOfAsync(dialog, clock, turns), end => Assert.Equal(new TurnCompleted(new Reply("fine")), end));
        Assert.Equal(1, most);

        async Task EndAsync()
        {
            // A whole question takes longer than the start of another suspect would, if it were allowed.
            await dialog.AskAsync("meanwhile", person: 99);
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>A start can take long. A kill just after it must not count against the turns that have just been started.</summary>
    [Fact]
    public async Task ASuspectTurnStartsOnlyWhenTheServiceHasBeenUpForAWhile()
    {
        var clock = new FakeTimeProvider(DialogService.Now);
        await using var dialog = await DialogService.StartAtAsync(clock);
        var turn = Assert.Single(await LeaveBehindAsync(dialog, people: 1, restarts: 2));
        dialog.Completion.Answer = (request, _) => ScriptedCompletion.Saying($"To {request.Messages[^1].Text}");
        dialog.ConfigureServices = services => services.AddSingleton<TimeProvider>(clock).AddSingleton<IHostedService>(new LongStart(clock));

        await dialog.RestartAsync();
        await dialog.AskAsync("meanwhile", person: 99);

        Assert.Equal(["hello", "meanwhile"], dialog.Completion.Requests.Select(request => request.Messages[^1].Text));
        Assert.Equal([new TurnCompleted(new Reply("To hello"))], await EndsOfAsync(dialog, clock, [turn]));
        Assert.Equal(3, dialog.Completion.Requests.Count);
    }

    /// <summary>The start takes a minute from here.</summary>
    private sealed class LongStart(FakeTimeProvider clock) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Leaves unfinished turns in separate conversations, as if the process had crashed this often while they ran.</summary>
    private static async Task<IReadOnlyList<Guid>> LeaveBehindAsync(DialogService dialog, int people, int restarts)
    {
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var turns = new List<Guid>();
        for (var person = 1; person <= people; person++)
            turns.Add(await dialog.AcceptedAsync(dialog.Message("hello", person)));
        await dialog.AskedAsync(people);
        dialog.Change($"""UPDATE "Turns" SET "Restarts" = {restarts}""", rows: people);
        return turns;
    }

    /// <summary>The last events of turns, while the time advances: a suspect starts only when the service has been up for a while.</summary>
    private static async Task<IReadOnlyList<TurnEvent>> EndsOfAsync(DialogService dialog, FakeTimeProvider clock, IReadOnlyList<Guid> turns)
    {
        var joined = Task.WhenAll(turns.Select(dialog.JoinAsync));
        await AdvanceUntilAsync(clock, () => joined.IsCompleted, "the turns end");
        return [.. (await joined).Select(events => DialogService.Words(events[^1]))];
    }

    private static Task AdvanceUntilAsync(FakeTimeProvider clock, Func<bool> holds, string what) => Eventually.HoldsAsync(
        () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return holds();
        },
        what);

    private static long Ago(TimeSpan time) => (DialogService.Now - time).ToUnixTimeMilliseconds();

    private static async Task<Guid> AcceptAsync(DialogProcess process, InboundMessage message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/messages")
        {
            Content = JsonContent.Create(message, ContractsJson.Default.InboundMessage),
        };
        using var response = await process.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        var accepted = await response.Content.ReadEventsAsync(ContractsJson.Default.TurnEvent, Token).FirstAsync(Token);
        return Assert.IsType<TurnAccepted>(accepted).Turn.Id;
    }

    private static async Task<TurnEvent> EndOfAsync(DialogProcess process, Guid turn)
    {
        using var response = await process.Http.GetAsync($"/turns/{turn}/events", HttpCompletionOption.ResponseHeadersRead, Token);
        return await response.Content.ReadEventsAsync(ContractsJson.Default.TurnEvent, Token).LastAsync(Token);
    }
}
