using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Hears the events of one resource.</summary>
public static class DistributedApplicationEventingExtensions
{
    public static IResourceBuilder<T> OnBeforeResourceStarted<T>(
        this IResourceBuilder<T> builder, Func<T, BeforeResourceStartedEvent, CancellationToken, Task> callback) where T : IResource
    {
        builder.ApplicationBuilder.Eventing.Subscribe<BeforeResourceStartedEvent>(
            builder.Resource, (e, ct) => callback(builder.Resource, e, ct));
        return builder;
    }
}
