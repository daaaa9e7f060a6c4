namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds variables to a resource's environment.</summary>
public class EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<EnvironmentCallbackContext, Task> Callback { get; } = callback;
}
