using Microsoft.Extensions.Time.Testing;
using WisdomWave.Ingress.Delivery;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class StreamedAnswerTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly StreamedAnswer _answer = new();

    [Fact]
    public async Task AWaitEndsWithTheAnswerOrAfterItsTime()
    {
        var byTime = _answer.UntilEndAsync(Longest, _time, CancellationToken.None);
        Assert.False(byTime.IsCompleted);
        _time.Advance(Longest);
        await byTime;

        var byEnd = _answer.UntilEndAsync(Timeout.InfiniteTimeSpan, _time, CancellationToken.None);
        Assert.False(byEnd.IsCompleted);
        _answer.End(new StreamOutcome.Delivered());
        await byEnd;
    }

    [Fact]
    public async Task AWaitForAFailedAnswerDoesNotThrow()
    {
        var wait = _answer.UntilEndAsync(Timeout.InfiniteTimeSpan, _time, CancellationToken.None);
        _answer.Fail(new InvalidOperationException("of this test"));
        await wait;
    }

    [Fact]
    public async Task OnlyUntilEndThrowsOnCancellation()
    {
        using var cancelling = new CancellationTokenSource();
        var throwing = _answer.UntilEndAsync(Longest, _time, cancelling.Token);
        var quiet = _answer.UntilEndOrCancelledAsync(Longest, _time, cancelling.Token);

        await cancelling.CancelAsync();

        await quiet;
        await Assert.ThrowsAsync<OperationCanceledException>(() => throwing);
    }
}
