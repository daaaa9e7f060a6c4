using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Turns;

/// <summary>
/// A turn while it runs: one writer (its conversation) and any number of followers, each of which sees everything from
/// the start. The text is kept once; a follower holds only its position in it, so that a delta costs no memory and a
/// slow follower gets larger deltas instead of a queue.
/// </summary>
internal sealed class LiveTurn(TurnRef turn, TimeProvider time)
{
    /// <summary>People see edits about once a second; sending deltas more finely would only burn CPU on both sides.</summary>
    private static readonly TimeSpan DeltaInterval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<ChannelWriter<bool>> _followers = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TurnEvent? _end;
    private NoticeKind? _notice;
    private bool _isCut;
    private int _generation;

    public TurnRef Turn { get; } = turn;

    public void Append(string text)
    {
        lock (_gate)
        {
            _text.Append(text);
            WakeFollowers();
        }
    }

    public void Notify(NoticeKind notice)
    {
        lock (_gate)
        {
            _notice = notice;
            if (notice == NoticeKind.StartedAnew)
            {
                _text.Clear();
                _generation++;
            }

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

    /// <summary>Ends what follows it, without an end of the turn.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _isCut = true;
            WakeFollowers();
        }

        _ended.TrySetResult();
    }

    /// <summary>Everything from the start; ends after the turn's end.</summary>
    /// <param name="turn">The turn as it stands when the follower joins: parts may have been delivered meanwhile.</param>
    /// <param name="cancellationToken">Given by whoever enumerates.</param>
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
            NoticeKind? shown = null;
            while (true)
            {
                string? delta = null;
                NoticeKind? notice = null;
                TurnEvent? end;
                lock (_gate)
                {
                    if (_isCut)
                        yield break;

                    if (generation != _generation)
                    {
                        notice = NoticeKind.StartedAnew;
                        generation = _generation;
                        position = 0;
                    }
                    else if (shown is null && _notice == NoticeKind.Thinking)
                    {
                        notice = shown = NoticeKind.Thinking;
                    }

                    end = _end;

                    // The end carries the whole reply: deltas that have not been sent yet would only repeat it.
                    if (end is null && _text.Length > position)
                    {
                        delta = _text.ToString(position, _text.Length - position);
                        position = _text.Length;
                    }
                }

                if (notice is { } kind)
                    yield return new TurnNotice(kind);
                if (end is not null)
                {
                    yield return end;
                    yield break;
                }

                if (delta is not null)
                {
                    yield return new TurnDelta(delta);
                    await Task.WhenAny(_ended.Task, Task.Delay(DeltaInterval, time, cancellationToken));
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
