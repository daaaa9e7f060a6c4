using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>An external system that the playground simulates, shown as a child of the playground.</summary>
internal sealed class SimulatedSystem(string name, ProjectResource playground) : Resource(name), IResourceWithParent<ProjectResource>
{
    public ProjectResource Parent => playground;

    public static CustomResourceSnapshot InitialState => new()
    {
        ResourceType = "Playground",
        State = KnownResourceStates.Waiting,
        Properties = [new ResourcePropertySnapshot(CustomResourceKnownProperties.Source, "the playground")],
    };
}

/// <summary>Copies the playground's state to the systems that it simulates; Aspire does that only for children of containers.</summary>
internal sealed class SimulatedSystemStates(ResourceNotificationService notifications, DistributedApplicationModel model) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var systems = model.Resources.OfType<SimulatedSystem>().ToLookup(system => system.Parent.Name);
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
            {
                foreach (var system in systems[change.Resource.Name])
                {
                    await notifications.PublishUpdateAsync(system, state => state with
                    {
                        State = change.Snapshot.State,
                        StartTimeStamp = change.Snapshot.StartTimeStamp,
                        StopTimeStamp = change.Snapshot.StopTimeStamp,
                    });
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
