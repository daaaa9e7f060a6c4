using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// The one writer of the database. SQLite allows a single writer anyway; queueing for it here instead of at the file's
/// lock lets everything that waits share one transaction, and so one flush to the disk (group commit).
/// </summary>
internal sealed partial class DatabaseWriter(DialogDatabase database, DialogMetrics metrics, ILogger<DatabaseWriter> logger) : IHostedService
{
    /// <summary>Bounds how long one transaction can take; far above what gathers during one flush.</summary>
    private const int LargestGroup = 1024;

    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(8 * LargestGroup) { SingleReader = true });

    private Thread? _thread;

    /// <summary>Runs <paramref name="write"/> in a transaction; when the task ends, its effect survives a power cut.</summary>
    /// <remarks>
    /// <paramref name="write"/> runs on the writer's thread and must only talk to the session. It may run twice: when
    /// another write of its group fails, the group is rolled back and each one gets a transaction of its own.
    /// </remarks>
    /// <exception cref="SqliteException">It could not be written (disk full, constraint, busy beyond the time limit).</exception>
    public async Task<T> WriteAsync<T>(Func<WriteSession, T> write, CancellationToken cancellationToken)
    {
        var pending = new PendingWrite<T>(write);
        await _queue.Writer.WriteAsync(pending, cancellationToken);

        // Once queued it will be written: giving up waiting here would leave the caller not knowing whether it was.
        return await pending.Task;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(WriteGroups) { IsBackground = true, Name = "database writer" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        _thread?.Join(TimeSpan.FromSeconds(5));
        return Task.CompletedTask;
    }

    private void WriteGroups()
    {
        using var connection = database.OpenForWriting();
        using var session = new WriteSession(connection);
        var group = new List<PendingWrite>(LargestGroup);

        // A thread of its own may block: SQLite's calls do so anyway.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out var pending))
                group.Add(pending);

            Commit(session, group);
            group.Clear();
        }
    }

    private void Commit(WriteSession session, List<PendingWrite> group)
    {
        if (TryCommit(session, group, out var failure))
            return;

        if (group.Count == 1)
        {
            LogWriteFailed(failure);
            group[0].Fail(failure);
            return;
        }

        // One bad write must not fail its neighbours.
        foreach (var pending in group)
            Commit(session, [pending]);
    }

    private bool TryCommit(WriteSession session, List<PendingWrite> group, out Exception failure)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            foreach (var pending in group)
                pending.Apply(session);
            session.Execute("COMMIT");
        }
        catch (Exception exception)
        {
            session.RollBack();
            failure = exception;
            return false;
        }

        metrics.Committed(group.Count, System.Diagnostics.Stopwatch.GetElapsedTime(started));
        foreach (var pending in group)
            pending.Complete();
        failure = null!;
        return true;
    }

    private abstract class PendingWrite
    {
        public abstract void Apply(WriteSession session);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class PendingWrite<T>(Func<WriteSession, T> write) : PendingWrite
    {
        // Continuations must not run on the writer's thread.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Task => _done.Task;

        public override void Apply(WriteSession session) => _result = write(session);

        public override void Complete() => _done.SetResult(_result);

        public override void Fail(Exception exception) => _done.SetException(exception);
    }

    [LoggerMessage(LogLevel.Error, "A write to the database failed")]
    private partial void LogWriteFailed(Exception exception);
}
