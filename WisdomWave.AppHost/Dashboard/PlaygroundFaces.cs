using Microsoft.Extensions.Hosting;

namespace WisdomWave.AppHost.Dashboard;

/// <summary>One of the outside systems that the playground stands in for, shown as a child of the playground.</summary>
internal sealed class PlaygroundFace(string name, ProjectResource playground) : Resource(name), IResourceWithParent<ProjectResource>
{
    public ProjectResource Parent => playground;

    public static CustomResourceSnapshot InitialState => new()
    {
        ResourceType = "Playground",
        State = KnownResourceStates.Waiting,
        Properties = [new ResourcePropertySnapshot(CustomResourceKnownProperties.Source, "the playground")],
    };
}

/// <summary>Gives the faces the playground's state; Aspire does that only for children of containers.</summary>
internal sealed class PlaygroundFaceStates(ResourceNotificationService notifications, DistributedApplicationModel model) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var faces = model.Resources.OfType<PlaygroundFace>().ToLookup(face => face.Parent.Name);
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
            {
                foreach (var face in faces[change.Resource.Name])
                {
                    await notifications.PublishUpdateAsync(face, state => state with
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
