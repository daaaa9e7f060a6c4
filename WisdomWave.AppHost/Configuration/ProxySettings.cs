using Microsoft.Extensions.Configuration;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.AppHost.Configuration;

/// <summary>The proxies for calls to Telegram and the models' servers.</summary>
internal static class ProxySettings
{
    /// <summary>Each value may contain a password.</summary>
    private static readonly string[] Addresses = [OutboundProxy.Https, OutboundProxy.Http, OutboundProxy.All, OutboundProxy.Telegram];

    /// <summary>The variables that no process of the application inherits.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Addresses, OutboundProxy.Exceptions];

    public static void Check(IConfiguration configuration, List<string> problems)
    {
        foreach (var setting in Addresses)
        {
            if (configuration[setting] is { } address && !string.IsNullOrWhiteSpace(address) && ProxyAddress.TryParse(address) is null)
                problems.Add(OutboundProxy.Complaint(setting));
        }
    }
}
