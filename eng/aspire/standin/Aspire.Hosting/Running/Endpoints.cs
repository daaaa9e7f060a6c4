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

    /// <summary>
    /// Below the ports that systems give to outgoing connections, where what is free now may be taken before the process listens: in a test
    /// run many applications start beside each other.
    /// </summary>
    private static int FreePort()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_768));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException) when (attempt < 100)
            {
            }
        }
    }
}
