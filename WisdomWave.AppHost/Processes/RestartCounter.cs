using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.AppHost.Processes;

/// <summary>
/// Counts the restarts of a service by <see cref="ProcessRestarter"/> and passes the count to the next process, which exports it as a metric:
/// a process cannot know how many came before it.
/// </summary>
internal sealed class RestartCounter : IResourceAnnotation
{
    private int _restarts;

    public int Count => Volatile.Read(ref _restarts);

    public static void CountRestartOf(IResource resource)
    {
        if (resource.Annotations.OfType<RestartCounter>().FirstOrDefault() is { } counter)
            Interlocked.Increment(ref counter._restarts);
    }
}

internal static class RestartCounterExtensions
{
    public static IResourceBuilder<ProjectResource> WithRestartCount(this IResourceBuilder<ProjectResource> service)
    {
        if (!service.ApplicationBuilder.ExecutionContext.IsRunMode)
            return service;

        var counter = new RestartCounter();
        return service.WithAnnotation(counter).WithEnvironment(context =>
        {
            // This function runs at each start of the service.
            if (counter.Count > 0)
                context.EnvironmentVariables[RestartCount.Setting] = $"{counter.Count}";
        });
    }
}
