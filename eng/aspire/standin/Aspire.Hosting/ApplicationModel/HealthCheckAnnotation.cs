namespace Aspire.Hosting.ApplicationModel;

/// <summary>The name of a health check that must pass before the resource counts as healthy.</summary>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    public string Key { get; } = key;
}
