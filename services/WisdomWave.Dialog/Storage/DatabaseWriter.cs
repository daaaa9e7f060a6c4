using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// The one writer of the database. SQLite allows a single writer anyway; queueing for it here instead of at the file's
/// lock lets everything that waits share one transaction, and so one flush to the disk (group commit).
/// </summary>
internal sealed partial class DatabaseWriter(
    DialogDatabase database, Erasures erasures, DialogMetrics metrics, ILogger<DatabaseWriter> logger) : IHostedService
{
    /// <summary>Bounds how long one transaction can take; far above what gathers during one flush.</summary>
    private const int LargestGroup = 1024;

    /// <summary>What waits longer than behind this many is better sent again.</summary>
    private const int LongestQueue = 8 * LargestGroup;

    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(LongestQueue) { SingleReader = true });

    private Thread? _thread;
    private volatile bool _isFailing;
    private int _isOverloaded;

    /// <summary>Whether the last that was tried could not be written.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Runs <paramref name="write"/> in a transaction; when the task ends, its effect survives a power cut.</summary>
    /// <remarks>
    /// <paramref name="write"/> runs on the writer's thread and must only talk to the session. It may run twice: when
    /// another write of its group fails, the group is rolled back and each one gets a transaction of its own.
    /// </remarks>
    /// <exception cref="StorageUnavailableException">Nothing of it is written: disk full, locked by somebody else for seconds, or too much waits.</exception>
    /// <exception cref="SqliteException">This write is wrong: a constraint, a statement that cannot be prepared.</exception>
    public async Task<T> WriteAsync<T>(Func<WriteSession, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingWrite<T>(write);
        if (!_queue.Writer.TryWrite(pending))
            throw Overload();

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
        WriteSession? session = null;
        var group = new List<PendingWrite>(LargestGroup);

        // A thread of its own may block: SQLite's calls do so anyway.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out var pending))
                group.Add(pending);

            Commit(ref session, group);
            group.Clear();
            if (_isOverloaded == 1 && _queue.Reader.Count < LongestQueue / 2 && Interlocked.Exchange(ref _isOverloaded, 0) == 1)
                LogKeepsUp();
        }

        session?.Dispose();
    }

    private void Commit(ref WriteSession? session, List<PendingWrite> group)
    {
        if (TryCommit(ref session, group, out var failure))
        {
            if (_isFailing)
                LogAvailable();
            _isFailing = false;
            return;
        }

        if (failure is StorageUnavailableException unavailable)
        {
            // Once, however many are turned away until it is over.
            if (!_isFailing)
                LogUnavailable(unavailable.Message);
            _isFailing = true;
            foreach (var pending in group)
                pending.Fail(failure);
            return;
        }

        if (group.Count == 1)
        {
            LogWriteFailed(failure);
            group[0].Fail(failure);
            return;
        }

        // One bad write must not fail its neighbours.
        foreach (var pending in group)
            Commit(ref session, [pending]);
    }

    private bool TryCommit(ref WriteSession? session, List<PendingWrite> group, out Exception failure)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            session ??= new WriteSession(database.OpenForWriting());
            session.HasErased = false;
            session.Execute("BEGIN IMMEDIATE");
            foreach (var pending in group)
                pending.Apply(session);
            session.Execute("COMMIT");
            if (session.HasErased)
                erasures.Note();
        }
        catch (SqliteException exception) when (StorageFault.Is(exception))
        {
            session?.RollBack();
            if (exception.SqliteErrorCode != SQLitePCL.raw.SQLITE_BUSY)
            {
                // A connection that has seen its file fail may go on failing when the file is well again.
                session?.Dispose();
                session = null;
            }

            failure = new StorageUnavailableException(exception.Message, exception);
            return false;
        }
        catch (Exception exception)
        {
            session?.RollBack();
            failure = exception;
            return false;
        }

        metrics.Committed(group.Count, Stopwatch.GetElapsedTime(started));
        foreach (var pending in group)
            pending.Complete();
        failure = null!;
        return true;
    }

    private StorageUnavailableException Overload()
    {
        if (!_queue.Reader.Completion.IsCompleted && Interlocked.Exchange(ref _isOverloaded, 1) == 0)
            LogOverloaded(LongestQueue);
        return new StorageUnavailableException("Too much waits to be written.");
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

    [LoggerMessage(LogLevel.Error, "The database cannot be written: {Reason} Messages are refused, and come again, until it can.")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Information, "The database can be written again")]
    private partial void LogAvailable();

    [LoggerMessage(LogLevel.Error, "{Waiting} writes wait: more are refused, and come again, until the database keeps up")]
    private partial void LogOverloaded(int waiting);

    [LoggerMessage(LogLevel.Information, "The database keeps up again")]
    private partial void LogKeepsUp();
}
