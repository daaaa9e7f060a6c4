using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns;

public sealed class PoisonTests
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
        using var process = new DialogProcess(folder, dialog.Completion.Address);
        await process.StartAsync(Token);
        var poison = await AcceptAsync(process, dialog.Message("poison"));
        var behind = await AcceptAsync(process, dialog.Message("behind it"));

        // It runs once on arrival, and is restarted five times.
        for (var run = 1; run <= 6; run++)
        {
            await AskedAsync(dialog, run);
            await process.KillAsync();
            await process.StartAsync(Token);
        }

        Assert.Equal(new TurnCompleted(new Reply(Texts.In("en").SetAside)), await EndOfAsync(process, poison));
        Assert.Equal(new TurnCompleted(new Reply("fine")), DialogService.Words(await EndOfAsync(process, behind)));
        Assert.Equal([.. Enumerable.Repeat("poison", 6), "behind it"], dialog.Completion.Requests.Select(request => request.Messages[^1].Text));
        Assert.Contains($"fail TurnRecovery: Turn {poison} is set aside: it was restarted 5 times", process.Output, StringComparison.Ordinal);
        Assert.Contains("""wisdomwave_turns_total{otel_scope_name="WisdomWave.Dialog",outcome="set_aside"} 1""", await process.Http.GetStringAsync("/metrics", Token), StringComparison.Ordinal);

        await process.KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ATurnInterruptedByNormalRestartsIsNotSetAside()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var turn = await dialog.AcceptedAsync(dialog.Message("hello"));
        await AskedAsync(dialog, 1);
        for (var restart = 1; restart <= 5; restart++)
        {
            await dialog.RestartAsync();
            await AskedAsync(dialog, restart + 1);
        }

        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("at last");
        await dialog.RestartAsync();

        Assert.Equal(new TurnCompleted(new Reply("at last")), DialogService.Words((await dialog.JoinAsync(turn))[^1]));
    }

    [Fact]
    public async Task AnUnreadableTurnIsSetAsideAndThoseBehindItGoOn()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var broken = await dialog.AcceptedAsync(dialog.Message("hello"));
        var behind = await dialog.AcceptedAsync(dialog.Message("behind it", language: "ru"));
        await AskedAsync(dialog, 1);
        dialog.Change("UPDATE Turns SET Attachments = '{' WHERE Question = 'hello'");

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
        await AskedAsync(dialog, 1);
        dialog.Change($"UPDATE Turns SET AcceptedAt = {Ago(TimeSpan.FromHours(24.1))} WHERE Question = 'old'");
        dialog.Change($"UPDATE Turns SET AcceptedAt = {Ago(TimeSpan.FromHours(23.9))} WHERE Question = 'younger'");

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
        await using var dialog = await DialogService.StartAsync();
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

        foreach (var turn in turns)
            Assert.Equal(new TurnCompleted(new Reply("fine")), DialogService.Words((await dialog.JoinAsync(turn))[^1]));
    }

    [Fact]
    public async Task ATurnsLastRestartRunsAlone()
    {
        await using var dialog = await DialogService.StartAsync();
        var turns = await LeaveBehindAsync(dialog, people: 3, restarts: 4);
        var (running, most) = (0, 0);
        dialog.Completion.Answer = (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            return ScriptedCompletion.SayingAfter(EndAsync(), "fine");
        };

        await dialog.RestartAsync();

        foreach (var turn in turns)
            Assert.Equal(new TurnCompleted(new Reply("fine")), DialogService.Words((await dialog.JoinAsync(turn))[^1]));
        Assert.Equal(1, most);

        async Task EndAsync()
        {
            // Long enough for another turn to start, if it were allowed to.
            await Task.Delay(100, Token);
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>A start can take long. A kill just after it must not count against the turns that have just been started.</summary>
    [Fact]
    public async Task ASuspectTurnStartsOnlyWhenTheServiceHasBeenUpForAWhile()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = Assert.Single(await LeaveBehindAsync(dialog, people: 1, restarts: 2));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        var asked = dialog.Completion.Requests.Count;
        var late = new LateStart(TimeSpan.FromSeconds(2.5), () => dialog.Completion.Requests.Count);
        dialog.ConfigureServices = services => services.AddSingleton<IHostedService>(late);

        await dialog.RestartAsync();

        Assert.Equal(asked, late.Found);
        Assert.Equal(new TurnCompleted(new Reply("fine")), DialogService.Words((await dialog.JoinAsync(turn))[^1]));
        Assert.Equal(asked + 1, dialog.Completion.Requests.Count);
    }

    private sealed class LateStart(TimeSpan delay, Func<int> find) : IHostedService
    {
        /// <summary>The value just before the service was up.</summary>
        public int? Found { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(delay, cancellationToken);
            Found = find();
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
        await AskedAsync(dialog, people);
        dialog.Change($"UPDATE Turns SET Restarts = {restarts}", rows: people);
        return turns;
    }

    private static Task AskedAsync(DialogService dialog, int times) =>
        Eventually.HoldsAsync(() => dialog.Completion.Requests.Count >= times, $"the model is asked {times} times");

    private static long Ago(TimeSpan time) => (DateTimeOffset.UtcNow - time).ToUnixTimeMilliseconds();

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
