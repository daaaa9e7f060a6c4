using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>
/// Who may have a document read now. There are a few places for everybody, and one for each person: those who send one after the
/// other wait for themselves, and not in the others' way.
/// </summary>
internal sealed class DocumentPlaces(IOptions<AttachmentOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _all = new(options.Value.ReadersAtOnce);
    private readonly Dictionary<long, (SemaphoreSlim Place, int Users)> _ofPersons = [];
    private int _waiting;

    /// <summary>Whether somebody waits although all that may be read at once is being read.</summary>
    public bool IsExhausted => _all.CurrentCount == 0 && Volatile.Read(ref _waiting) > 0;

    /// <returns>Gives the place back when it is disposed; null when there was none for too long.</returns>
    /// <exception cref="OperationCanceledException">On <paramref name="cancellationToken"/>.</exception>
    public async Task<IDisposable?> EnterAsync(long personId, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Value.ReadLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var own = Join(personId);
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

            return new Place(this, personId);
        }
        catch (OperationCanceledException)
        {
            Leave(personId, hasOwn);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    public void Dispose() => _all.Dispose();

    private SemaphoreSlim Join(long personId)
    {
        lock (_ofPersons)
        {
            var (place, users) = _ofPersons.GetValueOrDefault(personId, (new SemaphoreSlim(1), 0));
            _ofPersons[personId] = (place, users + 1);
            return place;
        }
    }

    private void Leave(long personId, bool hasOwn)
    {
        lock (_ofPersons)
        {
            var (place, users) = _ofPersons[personId];
            if (hasOwn)
                place.Release();
            if (users == 1)
                _ofPersons.Remove(personId);
            else
                _ofPersons[personId] = (place, users - 1);
        }
    }

    private sealed class Place(DocumentPlaces places, long personId) : IDisposable
    {
        private int _isGiven;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGiven, 1) == 1)
                return;

            places._all.Release();
            places.Leave(personId, hasOwn: true);
        }
    }
}
