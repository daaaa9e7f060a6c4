using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Tests.Bots;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0, 0.125)]
    [InlineData(1, 1, 0.25)]
    [InlineData(2, 1, 0.5)]
    [InlineData(5, 1, 4)]
    [InlineData(9, 1, 30)]
    [InlineData(1_000_000, 0, 15)]
    public void DoublesUpToTheMaximumWithRandomJitter(int failures, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.After(failures, TimeSpan.FromSeconds(30), random));
}
