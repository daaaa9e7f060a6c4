using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>
/// Limits how many documents are read at the same time: a few in total, and one per person. A person who sends many documents waits
/// for their own and does not block others.
/// </summary>
internal sealed class DocumentSlots(IOptions<AttachmentOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _all = new(options.Value.ReadersAtOnce);
    private readonly Dictionary<long, (SemaphoreSlim Slot, int Users)> _perPerson = [];
    private int _waiting;

    public int Free => _all.CurrentCount;

    /// <summary>Whether all slots are taken and somebody is waiting.</summary>
    public bool IsExhausted => Free == 0 && Volatile.Read(ref _waiting) > 0;

    /// <returns>Dispose it to release the slot; null when no slot became free in time.</returns>
    public async Task<IDisposable?> AcquireAsync(long userId, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Value.ReadLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var own = Join(userId);
        var hasOwn = false;
        try
        {
            await own.WaitAsync(either.Token);
            hasOwn = true;
            Interlocked.Increment(ref _waiting);
            try
            {
                await _all.WaitAsync(either.Token);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }

            return new Slot(this, userId);
        }
        catch (OperationCanceledException)
        {
            Leave(userId, hasOwn);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    public void Dispose() => _all.Dispose();

    private SemaphoreSlim Join(long userId)
    {
        lock (_perPerson)
        {
            var (slot, users) = _perPerson.GetValueOrDefault(userId, (new SemaphoreSlim(1), 0));
            _perPerson[userId] = (slot, users + 1);
            return slot;
        }
    }

    private void Leave(long userId, bool hasOwn)
    {
        lock (_perPerson)
        {
            var (slot, users) = _perPerson[userId];
            if (hasOwn)
                slot.Release();
            if (users == 1)
                _perPerson.Remove(userId);
            else
                _perPerson[userId] = (slot, users - 1);
        }
    }

    private sealed class Slot(DocumentSlots slots, long userId) : IDisposable
    {
        private int _isReleased;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 1)
                return;

            slots._all.Release();
            slots.Leave(userId, hasOwn: true);
        }
    }
}
