using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.EndToEnd;

public sealed class StartOrderTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    [Theory]
    [InlineData("ingress", "dialog")]
    [InlineData("ingress", "completion")]
    [InlineData("completion", "playground")]
    public async Task AServiceStartsWhenTheOneThatItWaitsForIsHealthy(string service, string dependency)
    {
        var started = await FirstTimeAsync(service, snapshot => HostedApplication.ProcessIdOf(snapshot) is not null);
        var healthy = await FirstTimeAsync(dependency, snapshot => snapshot.HealthStatus == HealthStatus.Healthy);

        Assert.InRange(healthy, 0, started);
    }

    /// <summary>The index among all state changes of the application.</summary>
    private async Task<int> FirstTimeAsync(string resource, Predicate<CustomResourceSnapshot> fits)
    {
        var events = await Application.UntilSeenAsync(seen => seen.Any(IsFirst), $"{resource} reaches the state that this test compares");
        return events.ToList().FindIndex(IsFirst);

        bool IsFirst(ResourceEvent change) => change.Resource.Name == resource && fits(change.Snapshot);
    }
}
