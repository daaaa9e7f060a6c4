using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Completing;

/// <summary>Limits the provider calls of a question and announces each.</summary>
public sealed class CallAllowanceTests
{
    [Theory]
    [InlineData(null, 3)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(9, 3)]
    public async Task NoMoreCallsThanAllowedAreMadeAndEachIsAnnounced(int? allowed, int made)
    {
        await using var provider = await FakeProvider.StartAsync((answer, _) => answer.JsonAsync("""{"error":{"message":"boom"}}""", 500));
        await using var service = await CompletionService.StartAsync(provider);

        var events = await service.AllEventsAsync(CompletionService.Ask() with { MaxCalls = allowed });

        Assert.Equal((made, made), (provider.Requests.Count, events.Count(e => e is CompletionCallStarted { IsFallback: false })));
        Assert.Equal(FailureKind.Unavailable, Assert.IsType<CompletionFailed>(events[^1]).Kind);
    }
}
