using System.Net;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary><c>NO_PROXY</c>: hosts, domains, addresses and networks that are reached without a proxy.</summary>
/// <remarks><code>localhost, .example.org, bots.example.com:8081, 10.0.0.0/8, *</code></remarks>
internal sealed class ProxyExceptions(string? list)
{
    private readonly string[] _entries = ConfigurationList.Split(list);

    public bool Include(Uri destination) => Array.Exists(_entries, entry => Includes(entry, destination));

    private static bool Includes(string entry, Uri destination)
    {
        if (entry == "*")
            return true;
        if (IPNetwork.TryParse(entry, out var network))
            return IPAddress.TryParse(destination.DnsSafeHost, out var address) && network.Contains(address);

        var colon = entry.LastIndexOf(':');
        if (colon > 0 && int.TryParse(entry[(colon + 1)..], out var port) && (entry.IndexOf(':') == colon || entry[colon - 1] == ']'))
        {
            if (port != destination.Port)
                return false;
            entry = entry[..colon];
        }

        // "example.org", ".example.org" and "*.example.org" all mean the domain and everything below it.
        var domain = entry.Trim('[', ']').TrimStart('*').TrimStart('.');
        var host = destination.DnsSafeHost;
        return host.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || (domain.Length > 0 && host.EndsWith('.' + domain, StringComparison.OrdinalIgnoreCase));
    }
}
