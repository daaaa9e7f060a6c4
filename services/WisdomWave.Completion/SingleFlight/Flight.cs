using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.SingleFlight;

/// <summary>One provider call and all followers of its answer. A follower that joins late immediately gets all earlier updates.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source has no timer, so it holds no resources; disposed, the last follower to leave could not cancel it.")]
internal sealed class Flight
{
    private readonly Lock _gate = new();
    private readonly List<ChatResponseUpdate> _updates = [];
    private readonly List<Channel<ChatResponseUpdate>> _followers = [];
    private readonly CancellationTokenSource _abandoned = new();
    private int _published;
    private bool _hasEnded;
    private bool _isAbandoned;

    /// <summary>The span of the first caller, which makes the call; null while no traces are exported.</summary>
    public Activity? FirstCaller { get; } = Activity.Current;

    /// <summary>Cancelled when the last follower has left.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <returns>Null if all followers have left: the call is being cancelled, and the caller needs a new one.</returns>
    public Channel<ChatResponseUpdate>? TryJoin()
    {
        lock (_gate)
        {
            if (_isAbandoned)
                return null;

            // Unbounded: all followers reference the same updates, whose number the answer's length limits.
            var follower = Channel.CreateUnbounded<ChatResponseUpdate>(new() { SingleReader = true, SingleWriter = true });
            for (var i = 0; i < _published; i++)
                follower.Writer.TryWrite(_updates[i]);
            if (_hasEnded)
                follower.Writer.Complete();
            else
                _followers.Add(follower);
            return follower;
        }
    }

    /// <returns>True if this was the last follower.</returns>
    public bool Leave(Channel<ChatResponseUpdate> follower)
    {
        lock (_gate)
        {
            if (!_followers.Remove(follower) || _followers.Count > 0)
                return false;
            _isAbandoned = true;
        }

        _abandoned.Cancel();
        return true;
    }

    /// <summary>Adds an update, which the followers get with the next call of <see cref="Publish"/> or <see cref="End"/>.</summary>
    public void Add(ChatResponseUpdate update)
    {
        lock (_gate)
            _updates.Add(update);
    }

    /// <summary>Passes on what was added. Updates that arrived together wake each follower once, instead of once for each update.</summary>
    public void Publish()
    {
        lock (_gate)
        {
            foreach (var follower in _followers)
            {
                for (var i = _published; i < _updates.Count; i++)
                    follower.Writer.TryWrite(_updates[i]);
            }

            _published = _updates.Count;
        }
    }

    /// <param name="failure">Thrown to all followers after the updates so far; null if the answer is complete.</param>
    public void End(Exception? failure)
    {
        Publish();
        lock (_gate)
        {
            _hasEnded = true;
            foreach (var follower in _followers)
                follower.Writer.Complete(failure);
            _followers.Clear();
        }
    }
}
