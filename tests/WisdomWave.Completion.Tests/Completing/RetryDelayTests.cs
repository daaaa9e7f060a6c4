using WisdomWave.Completion.Completing;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Completing;

public sealed class RetryDelayTests
{
    private static readonly CompletionOptions Options = new() { MaxTries = 4, RetryDelay = TimeSpan.FromSeconds(1), RetryBudget = TimeSpan.FromSeconds(20) };

    [Theory]
    [InlineData(1, 0.0, 0.5)]
    [InlineData(1, 1.0, 1.0)]
    [InlineData(2, 1.0, 2.0)]
    [InlineData(3, 0.0, 2.0)]
    public void TheDelayDoublesWithJitter(int tries, double jitter, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelay.Next(new(FailureKind.Unavailable, 503), tries, TimeSpan.Zero, Options, jitter));

    [Fact]
    public void RetryAfterIsALowerBound()
    {
        Assert.Equal(TimeSpan.FromSeconds(7.5), RetryDelay.Next(new(FailureKind.RateLimited, 429, TimeSpan.FromSeconds(7)), 1, TimeSpan.Zero, Options, 1));
        Assert.Equal(TimeSpan.FromSeconds(1), RetryDelay.Next(new(FailureKind.RateLimited, 429, TimeSpan.Zero), 1, TimeSpan.Zero, Options, 1));
    }

    [Fact]
    public void RetriesEndWithTheTriesAndWithTheBudget()
    {
        Assert.Null(RetryDelay.Next(new(FailureKind.Unavailable), 4, TimeSpan.Zero, Options, 0));
        Assert.Null(RetryDelay.Next(new(FailureKind.Unavailable), 1, TimeSpan.FromSeconds(19.8), Options, 0));
        Assert.Null(RetryDelay.Next(new(FailureKind.RateLimited, 429, TimeSpan.FromSeconds(21)), 1, TimeSpan.Zero, Options, 0));
    }

    [Fact]
    public void OnlyTemporaryFailuresAreRetried()
    {
        var repeated = Enum.GetValues<FailureKind>().Where(kind => RetryDelay.Next(new(kind), 1, TimeSpan.Zero, Options, 0) is not null);

        Assert.Equal([FailureKind.Unavailable, FailureKind.RateLimited], repeated);
    }
}
