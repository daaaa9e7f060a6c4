using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

internal static class Endpoints
{
    /// <summary>Gives each endpoint of a process its address before anything starts, so that who refers to whom does not matter.</summary>
    public static void Allocate(IEnumerable<IResource> resources)
    {
        foreach (var endpoint in resources.Where(r => r is ProjectResource or ExecutableResource).SelectMany(r => r.Annotations.OfType<EndpointAnnotation>()))
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", endpoint.Port ?? endpoint.TargetPort ?? FreePort());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
