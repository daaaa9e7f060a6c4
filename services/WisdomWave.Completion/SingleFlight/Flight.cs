using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace WisdomWave.Completion.SingleFlight;

/// <summary>One call of the provider and all who wait for its answer. Whoever joins late gets what has come so far at once.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A source without a timer holds nothing; disposed, it could not be cancelled by who leaves last.")]
internal sealed class Flight
{
    private readonly Lock _gate = new();
    private readonly List<ChatResponseUpdate> _updates = [];
    private readonly List<Channel<ChatResponseUpdate>> _followers = [];
    private readonly CancellationTokenSource _abandoned = new();
    private bool _hasEnded;
    private bool _isAbandoned;

    /// <summary>Cancelled when the last of those who waited has left.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <returns>Null when all who waited have left: the call is being cancelled, and another one has to be made.</returns>
    public Channel<ChatResponseUpdate>? TryJoin()
    {
        lock (_gate)
        {
            if (_isAbandoned)
                return null;

            // Unbounded as each holds references to the same updates, which an answer's length bounds.
            var follower = Channel.CreateUnbounded<ChatResponseUpdate>(new() { SingleReader = true, SingleWriter = true });
            foreach (var update in _updates)
                follower.Writer.TryWrite(update);
            if (_hasEnded)
                follower.Writer.Complete();
            else
                _followers.Add(follower);
            return follower;
        }
    }

    /// <returns>True when nobody is left who waits.</returns>
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

    public void Add(ChatResponseUpdate update)
    {
        lock (_gate)
        {
            _updates.Add(update);
            foreach (var follower in _followers)
                follower.Writer.TryWrite(update);
        }
    }

    /// <param name="failure">Thrown at all who wait, after what has come; null when the answer is complete.</param>
    public void End(Exception? failure)
    {
        lock (_gate)
        {
            _hasEnded = true;
            foreach (var follower in _followers)
                follower.Writer.Complete(failure);
            _followers.Clear();
        }
    }
}
