using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Access;

/// <summary>
/// The host names that a service answers to; ASP.NET Core's host filter answers 400 to any other. Otherwise a web page could point its
/// own name at this machine (DNS rebinding) and would then count as the service's own page.
/// </summary>
public static class AllowedHosts
{
    public const string Setting = "AllowedHosts";

    private const string Prefix = "WisdomWave.";

    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    public static void AddAllowedHosts(this IHostApplicationBuilder builder)
    {
        // In a container network, a service's name is its host name.
        var ownName = builder.Environment.ApplicationName.Replace(Prefix, "", StringComparison.Ordinal).ToLowerInvariant();
        builder.Services.AddOptions<HostFilteringOptions>().Configure<IConfiguration>((filter, configuration) =>
        {
            filter.AllowEmptyHosts = false;
            filter.AllowedHosts = [.. Loopback, ownName, .. HostsIn(configuration[WebHostDefaults.ServerUrlsKey]), .. ConfigurationList.Split(configuration[Setting])];
        });
    }

    /// <summary>The hosts of the addresses that the service listens on, except wildcards.</summary>
    /// <param name="urls"><c>http://192.168.1.5:5102;http://*:8080</c></param>
    private static IEnumerable<string> HostsIn(string? urls) => ConfigurationList.Split(urls)
        .Select(BindingAddress.Parse)
        .Where(address => !address.IsUnixPipe && !address.IsNamedPipe && address.Host is not ("*" or "+" or "0.0.0.0" or "[::]"))
        .Select(address => address.Host);
}
