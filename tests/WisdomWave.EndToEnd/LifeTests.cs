using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

/// <summary>A bot of its own and a model with a key: from the first start, through a stop, into the second.</summary>
[Collection(TwoRuns.Collection)]
public sealed class LifeTests(TwoRuns runs)
{
    [Fact]
    public async Task WithATokenAndAKeyItTalksToThoseServersAndRemembersAcrossARestart()
    {
        await runs.Remembered;

        var first = await runs.First;
        Assert.Null(first.Find("Chat page"));
        Assert.DoesNotContain(PlaygroundServer.BotToken, first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoRuns.Key, first.Output, StringComparison.Ordinal);
    }

    // The stage waits for each of the messages that this sentence is about.
    [Fact]
    public Task ANewBotIsClaimedWithTheCodeOnTheConsoleAndItsAdminLetsOthersIn() => runs.Claimed;
}
