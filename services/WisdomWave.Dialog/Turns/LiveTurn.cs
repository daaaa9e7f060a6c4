using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// A running turn: one writer (its conversation) and any number of followers, each of which sees everything from the start. The text exists
/// once, and a follower holds only a position in it, so a delta costs no memory and a slow follower gets larger deltas instead of a queue.
/// </summary>
internal sealed class LiveTurn(TurnRef turn, TimeProvider time)
{
    /// <summary>Ingress edits messages about once a second; more frequent deltas would only cost CPU on both sides.</summary>
    private static readonly TimeSpan DeltaInterval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<ChannelWriter<bool>> _followers = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TurnEvent? _end;
    private bool _isAborted;
    private int _generation;

    public TurnRef Turn { get; } = turn;

    public int Length
    {
        get
        {
            lock (_gate)
                return _text.Length;
        }
    }

    public string TextFrom(int start)
    {
        lock (_gate)
            return _text.ToString(start, _text.Length - start);
    }

    public void Append(string text)
    {
        lock (_gate)
        {
            _text.Append(text);
            WakeFollowers();
        }
    }

    /// <summary>Discards the text: followers begin again.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _text.Clear();
            _generation++;
            WakeFollowers();
        }
    }

    public void End(TurnEvent end)
    {
        lock (_gate)
        {
            _end = end;
            WakeFollowers();
        }

        _ended.TrySetResult();
    }

    /// <summary>Ends all followers without an end of the turn, so that they join again.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _isAborted = true;
            WakeFollowers();
        }

        _ended.TrySetResult();
    }

    /// <summary>
    /// All events from the start to the turn's end. <paramref name="turn"/> is the turn as it is when the follower joins: parts may have
    /// been delivered since it started.
    /// </summary>
    public async IAsyncEnumerable<TurnEvent> FollowAsync(TurnRef turn, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_gate)
            _followers.Add(changes.Writer);

        try
        {
            yield return new TurnAccepted(turn);

            var position = 0;
            var generation = 0;
            while (true)
            {
                string? delta = null;
                var isRestarted = false;
                TurnEvent? end;
                lock (_gate)
                {
                    if (_isAborted)
                        yield break;

                    if (generation != _generation)
                    {
                        isRestarted = true;
                        generation = _generation;
                        position = 0;
                    }

                    end = _end;

                    // The end carries the whole reply, so deltas that have not been sent yet are redundant.
                    if (end is null && _text.Length > position)
                    {
                        delta = _text.ToString(position, _text.Length - position);
                        position = _text.Length;
                    }
                }

                if (isRestarted)
                    yield return new TurnRestarted();
                if (end is not null)
                {
                    yield return end;
                    yield break;
                }

                if (delta is not null)
                {
                    yield return new TurnDelta(delta);
                    // Unlike a delay, this leaves no timer behind when the turn ends first.
                    await _ended.Task.WaitAsync(DeltaInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                await changes.Reader.ReadAsync(cancellationToken);
            }
        }
        finally
        {
            lock (_gate)
                _followers.Remove(changes.Writer);
        }
    }

    private void WakeFollowers()
    {
        foreach (var follower in _followers)
            follower.TryWrite(true);
    }
}
