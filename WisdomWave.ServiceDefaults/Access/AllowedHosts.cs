using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WisdomWave.ServiceDefaults.Access;

/// <summary>
/// The names under which a service may be called; ASP.NET's host filter answers 400 to others. A web page can make its own name lead to
/// this machine (DNS rebinding), and would then count as the service's own page.
/// </summary>
internal static class AllowedHosts
{
    public const string Setting = "AllowedHosts";

    private const string Prefix = "WisdomWave.";

    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    private static readonly char[] Separators = [';', ',', ' '];

    public static void AddAllowedHosts(this IHostApplicationBuilder builder)
    {
        // In a network of containers, a service's name is its host.
        var ownName = builder.Environment.ApplicationName.Replace(Prefix, "", StringComparison.Ordinal).ToLowerInvariant();
        builder.Services.AddOptions<HostFilteringOptions>().Configure<IConfiguration>((filter, configuration) =>
        {
            filter.AllowEmptyHosts = false;
            filter.AllowedHosts = [.. Loopback, ownName, .. HostsIn(configuration[WebHostDefaults.ServerUrlsKey]), .. Listed(configuration[Setting])];
        });
    }

    private static string[] Listed(string? text) => text?.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The addresses at which it listens, apart from those that mean every address.</summary>
    /// <param name="urls"><c>http://192.168.1.5:5102;http://*:8080</c></param>
    private static IEnumerable<string> HostsIn(string? urls) => Listed(urls)
        .Select(BindingAddress.Parse)
        .Where(address => !address.IsUnixPipe && !address.IsNamedPipe && address.Host is not ("*" or "+" or "0.0.0.0" or "[::]"))
        .Select(address => address.Host);
}
