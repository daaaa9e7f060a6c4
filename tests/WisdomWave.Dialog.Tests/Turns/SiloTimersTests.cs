using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Tests.Turns;

public sealed class SiloTimersTests
{
    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(1, 10)]
    public void OnlyTimersOfASecondOrMoreFire(double seconds, int expected)
    {
        var time = new FakeTimeProvider();
        var fired = 0;
        using var timer = new ClockWithoutFastTimers(time)
            .CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds));

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(expected, fired);
    }

    [Fact]
    public void ATimerThatFiresOnceMayBeFast()
    {
        var time = new FakeTimeProvider();
        var fired = 0;
        using var timer = new ClockWithoutFastTimers(time)
            .CreateTimer(_ => fired++, null, TimeSpan.FromMilliseconds(100), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task TheSiloObservesItselfWithThatClock()
    {
        await using var dialog = await DialogService.StartAsync();

        Assert.IsType<ClockWithoutFastTimers>(dialog.Services.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.Membership));
    }
}
