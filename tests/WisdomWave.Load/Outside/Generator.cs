using System.Collections.Concurrent;
using System.Diagnostics;

namespace WisdomWave.Load.Outside;

/// <summary>Asks the questions of a plan until it is stopped.</summary>
/// <param name="ledger">The turns.</param>
/// <param name="ask">Asks the next question of a chat.</param>
/// <param name="plan">How questions are asked.</param>
/// <param name="stopping">Ends the load.</param>
internal sealed class Generator(Ledger ledger, Func<Chat, Turn> ask, LoadPlan plan, CancellationToken stopping)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    public Task RunAsync() => plan.Rate > 0
        ? OpenAsync()
        : Task.WhenAll(Enumerable.Range(0, plan.Conversations).Select(_ => Task.Run(ConverseAsync)));

    private async Task ConverseAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var chat = ledger.NewChat();
            for (var turn = 0; turn < plan.Turns && !stopping.IsCancellationRequested; turn++)
            {
                var answered = ask(chat).Answered;
                await answered.WaitAsync(plan.Patience, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!answered.IsCompleted)
                    break;
            }
        }
    }

    private async Task OpenAsync()
    {
        // A chat asks again only when it has its answer: questions of one chat wait for each other by design.
        var resting = new ConcurrentQueue<Chat>();
        var started = Stopwatch.GetTimestamp();
        var asked = 0L;
        using var timer = new PeriodicTimer(Tick);
        while (!stopping.IsCancellationRequested)
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * plan.Rate); asked < due; asked++)
            {
                var chat = resting.TryDequeue(out var rested) ? rested : ledger.NewChat();
                _ = RestAsync(ask(chat), resting);
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task RestAsync(Turn turn, ConcurrentQueue<Chat> resting)
    {
        await turn.Answered;
        if (turn.Index + 1 < plan.Turns)
            resting.Enqueue(turn.Chat);
    }
}
