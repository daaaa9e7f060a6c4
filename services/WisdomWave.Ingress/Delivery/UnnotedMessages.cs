using System.Threading.Channels;

namespace WisdomWave.Ingress.Delivery;

/// <summary>
/// The new messages of a bot that Telegram may have taken and dialog has not noted yet. Telegram cannot be asked what it took, so
/// each of them stands in its chat a second time when ingress dies now. There are only so many at a time; edits do not count, for
/// they can be repeated.
/// </summary>
internal sealed class UnnotedMessages(int most, TimeProvider time)
{
    /// <summary>Above what a request to Telegram takes; one that hangs must not keep the other chats waiting.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(200);

    // Whoever finds it full waits in line.
    private readonly Channel<byte> _places = Channel.CreateBounded<byte>(most);

    /// <summary>A place for one new message: to be disposed when the message is noted.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.Writer.WriteAsync(0, cancellationToken);
        return new Place(_places.Reader, time);
    }

    private sealed class Place : IDisposable
    {
        private readonly ITimer _timer;
        private ChannelReader<byte>? _places;

        public Place(ChannelReader<byte> places, TimeProvider time)
        {
            _places = places;
            _timer = time.CreateTimer(static place => ((Place)place!).Leave(), this, LongestHold, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            Leave();
            _timer.Dispose();
        }

        private void Leave() => Interlocked.Exchange(ref _places, null)?.TryRead(out _);
    }
}
