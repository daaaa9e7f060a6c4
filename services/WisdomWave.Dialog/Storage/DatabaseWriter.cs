using System.Diagnostics;
using System.Threading.Channels;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// The only writer of this process. Queueing here lets all waiting writes share one transaction and one flush to the disk (group commit).
/// SQLite allows a single writer anyway. Other processes may write to PostgreSQL at the same time: there the unique keys decide, and a write
/// that meets another process's change runs again (<see cref="StorageFault.IsConflict"/>).
/// </summary>
internal sealed partial class DatabaseWriter(
    IDatabaseEngine database, Erasures erasures, DialogMetrics metrics, ILogger<DatabaseWriter> logger) : IHostedService
{
    /// <summary>Bounds the duration of a transaction; far more than the writes that arrive during one flush.</summary>
    private const int LargestGroup = 1024;

    /// <summary>Beyond this the caller gets an error and sends the message again.</summary>
    private const int LongestQueue = 8 * LargestGroup;

    /// <summary>How often a group runs again because of other processes, before its writes run one at a time.</summary>
    private const int MostConflicts = 3;

    private readonly Channel<PendingWrite> _queue = Channel.CreateBounded<PendingWrite>(
        new BoundedChannelOptions(LongestQueue) { SingleReader = true });

    private Thread? _thread;
    private volatile bool _isFailing;
    private int _isOverloaded;

    /// <summary>Whether the last transaction failed because of the database as a whole.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Runs <paramref name="write"/> in a transaction. Once the task completes, the change survives a power cut.</summary>
    /// <remarks>
    /// <paramref name="write"/> runs on the writer's thread and must only use the session. It may run twice: when another write of its
    /// group fails, the group is rolled back and each write gets its own transaction. The same happens after a conflict with another process.
    /// </remarks>
    /// <exception cref="StorageUnavailableException">Nothing was written: the disk is full, the server cannot be reached, another process holds the lock, or the queue is full.</exception>
    /// <exception cref="System.Data.Common.DbException">This write is invalid: it violates a constraint or cannot be prepared.</exception>
    public async Task<T> WriteAsync<T>(Func<WriteSession, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var activity = DialogTracing.Commit();
        var pending = new PendingWrite<T>(write);
        if (!_queue.Writer.TryWrite(pending))
            throw Overload();

        // A queued write will run. If the wait were cancelled here, the caller would not know whether it did.
        try
        {
            return await pending.Task;
        }
        catch (Exception exception)
        {
            activity.Fail(exception.GetType().Name);
            throw;
        }
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

        // This is a dedicated thread, so it may block; SQLite's calls block anyway.
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
            // Before the callers go on: they find the log and the health as they are after their write.
            if (_isFailing)
                LogAvailable();
            _isFailing = false;
            foreach (var pending in group)
                pending.Complete();
            return;
        }

        if (failure is StorageUnavailableException unavailable)
        {
            // Log once per outage, not once per rejected write.
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

        // One invalid write must not fail the others in its group.
        foreach (var pending in group)
            Commit(ref session, [pending]);
    }

    private bool TryCommit(ref WriteSession? session, List<PendingWrite> group, out Exception failure)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            if (TryCommitOnce(ref session, group, out failure))
                return true;
            if (!StorageFault.IsConflict(failure) || conflicts == MostConflicts)
                return false;
        }
    }

    private bool TryCommitOnce(ref WriteSession? session, List<PendingWrite> group, out Exception failure)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            session ??= database.OpenForWriting();
            session.HasErased = false;
            session.Begin();
            foreach (var pending in group)
                pending.Apply(session);
            session.Commit();
            if (session.HasErased)
                erasures.Note();
        }
        catch (Exception exception) when (StorageFault.Is(exception))
        {
            var wasCommitted = session?.WasCommitted() is true;
            if (!wasCommitted)
                session?.RollBack();
            if (session?.Survives(exception) is false)
            {
                session.Dispose();
                session = null;
            }

            if (!wasCommitted)
            {
                failure = new StorageUnavailableException(exception.Message, exception);
                return false;
            }
        }
        catch (Exception exception)
        {
            session?.RollBack();
            failure = exception;
            return false;
        }

        metrics.Committed(group.Count, Stopwatch.GetElapsedTime(started));
        failure = null!;
        return true;
    }

    private StorageUnavailableException Overload()
    {
        if (!_queue.Reader.Completion.IsCompleted && Interlocked.Exchange(ref _isOverloaded, 1) == 0)
            LogOverloaded(LongestQueue);
        return new StorageUnavailableException("The write queue is full.");
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

    [LoggerMessage(LogLevel.Error, "The database cannot be written: {Reason} Messages are rejected until it can; Telegram will deliver them again.")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Information, "The database can be written again")]
    private partial void LogAvailable();

    [LoggerMessage(LogLevel.Error, "{Waiting} writes are queued: more are rejected until the queue has drained; Telegram will deliver them again")]
    private partial void LogOverloaded(int waiting);

    [LoggerMessage(LogLevel.Information, "The write queue has drained")]
    private partial void LogKeepsUp();
}
