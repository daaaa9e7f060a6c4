using System.Net;
using Microsoft.Extensions.Configuration;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>
/// The operator's proxies: <c>HTTPS_PROXY</c> or <c>HTTP_PROXY</c> by the destination's scheme, otherwise <c>ALL_PROXY</c>, but none for
/// the hosts in <c>NO_PROXY</c>. Calls to this machine never use a proxy: it would connect to its own machine instead, and could read
/// the traffic.
/// </summary>
/// <remarks>.NET's own handling of these variables sends loopback addresses to the proxy and ignores an invalid address.</remarks>
public sealed class OutboundProxy : IWebProxy, ICredentials
{
    public const string Https = "HTTPS_PROXY";
    public const string Http = "HTTP_PROXY";
    public const string All = "ALL_PROXY";
    public const string Exceptions = "NO_PROXY";

    /// <summary>The proxy for Telegram only.</summary>
    public const string Telegram = "TELEGRAM_PROXY";

    private readonly ProxyAddress? _https;
    private readonly ProxyAddress? _http;
    private readonly ProxyExceptions _exceptions;

    // Windows and macOS have proxy settings of their own, which apply if none of ours is set.
    private readonly IWebProxy? _system;

    private OutboundProxy(ProxyAddress? https, ProxyAddress? http, string? exceptions)
    {
        (_https, _http, _exceptions) = (https, http, new(exceptions));
        _system = https is null && http is null ? HttpClient.DefaultProxy : null;
    }

    /// <param name="configuration">Includes the environment variables.</param>
    /// <param name="ownSetting">A setting that takes precedence over the general ones, for example <see cref="Telegram"/>.</param>
    /// <exception cref="StartupException">A setting is not a proxy address.</exception>
    public static OutboundProxy Read(IConfiguration configuration, string? ownSetting = null)
    {
        var own = ownSetting is null ? null : AddressOf(ownSetting);
        var all = own ?? AddressOf(All);
        return new(own ?? AddressOf(Https) ?? all, own ?? AddressOf(Http) ?? all, configuration[Exceptions]);

        ProxyAddress? AddressOf(string setting) => string.IsNullOrWhiteSpace(configuration[setting])
            ? null
            : ProxyAddress.TryParse(configuration[setting]!) ?? throw new StartupException(Complaint(setting));
    }

    /// <summary>Whether the operator has set a proxy; the system's own proxy does not count.</summary>
    public bool IsSet => _system is null;

    /// <summary>The error message for a setting that is not a proxy address. It omits the value, which may contain a password.</summary>
    public static string Complaint(string setting) =>
        $"{setting} must be the address of a proxy that begins with http://, https:// or socks5:// (MTProto proxies cannot be used), " +
        "for example socks5://127.0.0.1:1080; write special characters of a password percent-encoded.";

    // Each proxy has its own credentials, so this object looks them up by address.
    public ICredentials? Credentials
    {
        get => _system is null ? this : _system.Credentials;
        set => throw new NotSupportedException("Credentials are part of a proxy's setting.");
    }

    public Uri? GetProxy(Uri destination)
    {
        if (IsLocal(destination) || _exceptions.Include(destination))
            return null;
        return _system is null ? ProxyFor(destination)?.Address : _system.GetProxy(destination);
    }

    public bool IsBypassed(Uri host) =>
        IsLocal(host) || _exceptions.Include(host) || (_system is null ? ProxyFor(host) is null : _system.IsBypassed(host));

    NetworkCredential? ICredentials.GetCredential(Uri uri, string authType) =>
        (uri == _https?.Address ? _https : uri == _http?.Address ? _http : null)?.Credentials;

    private ProxyAddress? ProxyFor(Uri destination) => destination.Scheme == Uri.UriSchemeHttp ? _http : _https;

    private static bool IsLocal(Uri destination) =>
        destination.IsLoopback || destination.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
