using System.Net;
using System.Text.RegularExpressions;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

/// <summary>What other users of this machine or of its network could see of the running application.</summary>
[Collection(TwoRuns.Collection)]
public sealed partial class SecurityTests(TwoRuns runs)
{
    /// <summary>Processes that must be among those checked.</summary>
    private static readonly string[] Programs =
        ["WisdomWave.AppHost", "WisdomWave.Ingress", "WisdomWave.Dialog", "WisdomWave.Completion", "Aspire.Dashboard", "dcp"];

    private static readonly string[] Logging = ["ingress", "dialog", "completion"];

    [Fact]
    public async Task NothingThatCanBeSeenHoldsASecretAndNothingListensBeyondLoopback()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        var seen = await runs.LookedAt;
        Assert.DoesNotContain("+", seen.CacheResponse, StringComparison.Ordinal);

        Assert.All(Programs, program => Assert.Contains(seen.Processes, process => process.Runs(program)));
        var cachePassword = CachePassword().Match(string.Join('\n', seen.Processes.Select(process => process.Environment))).Groups["value"].Value;
        Assert.NotEmpty(cachePassword);
        AssertNoSecret(string.Join('\n', seen.Processes.Select(process => process.CommandLine)));
        Assert.All(seen.Processes, process => Assert.DoesNotContain(cachePassword, process.CommandLine, StringComparison.Ordinal));
        seen.AssertOnlyIn(cachePassword, "WisdomWave.Completion", "WisdomWave.Cache");
        seen.AssertOnlyIn(PlaygroundServer.BotToken, "WisdomWave.Ingress", "WisdomWave.AppHost");
        seen.AssertOnlyIn(TwoRuns.Key, "WisdomWave.Completion", "WisdomWave.AppHost");
        seen.AssertOnlyIn(TwoRuns.OtherKey, "WisdomWave.Completion", "WisdomWave.AppHost");
        seen.AssertOnlyIn(TwoRuns.ServiceKey, "WisdomWave.Ingress", "WisdomWave.Dialog", "WisdomWave.Completion", "WisdomWave.AppHost");
        Assert.Equal(3, seen.ResponsesWithKey.Count);
        Assert.All(seen.ResponsesWithKey, AssertNoSecret);
        Assert.Equal(3, seen.ResponsesWithoutKey.Count);
        Assert.All(seen.ResponsesWithoutKey, responses => Assert.Contains("services-only", responses, StringComparison.Ordinal));

        Assert.Superset(seen.Ports.ToHashSet(), seen.Listeners.Select(listener => listener.Port).ToHashSet());
        Assert.All(seen.Listeners, listener => Assert.True(IPAddress.IsLoopback(listener.Address), $"{listener} is open to the network."));

        await runs.Stopped;
        var application = await runs.First;
        Assert.All(Logging, service => Assert.Contains(application.Lines, line => line.StartsWith($"{service}: ", StringComparison.Ordinal)));
        AssertNoSecret(application.Output);
        Assert.DoesNotContain(cachePassword, application.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoRuns.Secret, application.Output, StringComparison.Ordinal);
    }

    /// <summary><c>ConnectionStrings__cache=localhost:6379,password=6f1d…</c></summary>
    [GeneratedRegex(@"ConnectionStrings__cache=[^\0,]+,password=(?<value>\w+)")]
    private static partial Regex CachePassword();

    private static void AssertNoSecret(string text)
    {
        Assert.NotEmpty(text);
        Assert.DoesNotContain(PlaygroundServer.BotToken.Split(':')[1], text, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoRuns.Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoRuns.OtherKey, text, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoRuns.ServiceKey, text, StringComparison.Ordinal);
    }
}
