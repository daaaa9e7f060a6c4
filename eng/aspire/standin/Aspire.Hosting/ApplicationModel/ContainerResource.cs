namespace Aspire.Hosting.ApplicationModel;

/// <summary>A container; the stand-in keeps it in the model and runs none.</summary>
public class ContainerResource(string name, string? entrypoint = null) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    public string? Entrypoint { get; set; } = entrypoint;
}
