namespace Aspire.Hosting.ApplicationModel;

/// <summary>Asks a resource.</summary>
public static class ResourceExtensions
{
    public static EndpointReference GetEndpoint(this IResourceWithEndpoints resource, string endpointName) => new(resource, endpointName);
}
