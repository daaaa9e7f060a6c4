using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WisdomWave.EndToEnd;

public sealed class StartOrderTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    [Theory]
    [InlineData("ingress", "dialog")]
    [InlineData("ingress", "completion")]
    [InlineData("completion", "playground")]
    public void AServiceStartsWhenTheOneThatItWaitsForIsHealthy(string service, string dependency)
    {
        var started = FirstTime(service, snapshot => HostedApplication.ProcessIdOf(snapshot) is not null);
        var healthy = FirstTime(dependency, snapshot => snapshot.HealthStatus == HealthStatus.Healthy);

        Assert.InRange(healthy, 0, started);
    }

    /// <summary>The index among all state changes of the application.</summary>
    private int FirstTime(string resource, Predicate<CustomResourceSnapshot> fits)
    {
        var position = Shared.Application.Events.ToList().FindIndex(change => change.Resource.Name == resource && fits(change.Snapshot));
        Assert.True(position >= 0, $"{resource} has never reached the state that this test compares.");
        return position;
    }
}
