using Microsoft.Extensions.Time.Testing;
using WisdomWave.ServiceDefaults.Limits;

namespace WisdomWave.Dialog.Tests.Intake.Limits;

public sealed class TimedLimitTests
{
    [Fact]
    public void EachPermitReturnsAPeriodAfterItWasTaken()
    {
        var time = new FakeTimeProvider();
        var limit = new TimedLimit<int>(permits: 2, TimeSpan.FromMinutes(1), time);
        Assert.True(limit.TryTake(1));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(limit.TryTake(1));

        // Not two at the end of one minute and two more at the beginning of the next.
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limit.TryTake(1));
        Assert.False(limit.TryTake(1));

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(limit.TryTake(1));
        Assert.False(limit.TryTake(1));
    }

    [Fact]
    public void EachKeyHasItsOwnPeriod()
    {
        var time = new FakeTimeProvider();
        var limit = new TimedLimit<string>(permits: 2, TimeSpan.FromMinutes(1), time);

        Assert.True(limit.TryTake("one"));
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.True(limit.TryTake("one"));
        Assert.True(limit.TryTake("two"));
        Assert.False(limit.TryTake("one"));

        // The first key's first event is a minute ago, that of the second key is not.
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(limit.TryTake("one"));
        Assert.False(limit.TryTake("one"));
        Assert.True(limit.TryTake("two"));
        Assert.False(limit.TryTake("two"));
    }

    [Fact]
    public void ARefusedEventDoesNotCount()
    {
        var time = new FakeTimeProvider();
        var limit = new TimedLimit<int>(permits: 1, TimeSpan.FromMinutes(1), time);
        Assert.True(limit.TryTake(1));

        for (var second = 1; second < 60; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(limit.TryTake(1));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limit.TryTake(1));
    }
}
