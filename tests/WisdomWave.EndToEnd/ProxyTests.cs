namespace WisdomWave.EndToEnd;

/// <summary>The whole application on a machine that reaches the internet only through proxies.</summary>
[Collection(TwoRuns.Collection)]
public sealed class ProxyTests(TwoRuns runs)
{
    [Fact]
    public async Task OnlyTelegramAndTheModelAreReachedThroughTheirProxies()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        var seen = await runs.LookedAt;
        seen.AssertOnlyIn(TwoRuns.TelegramPassword, "WisdomWave.Ingress", "WisdomWave.AppHost");
        seen.AssertOnlyIn(TwoRuns.OtherPassword, "WisdomWave.Ingress", "WisdomWave.Completion", "WisdomWave.AppHost");

        await runs.Stopped;
        Assert.DoesNotContain("password-for", (await runs.First).Output, StringComparison.Ordinal);
        Assert.NotEmpty(runs.AskedForTelegram);
        Assert.All(runs.AskedForTelegram, asked => Assert.Equal("SOCKS5 telegram.test:8081", asked));
        Assert.NotEmpty(runs.AskedOtherwise);
        Assert.All(runs.AskedOtherwise, asked => Assert.Contains(" http://model.test:8082/", asked, StringComparison.Ordinal));
    }
}
