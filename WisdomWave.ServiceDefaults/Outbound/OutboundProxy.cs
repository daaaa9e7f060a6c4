using System.Net;
using Microsoft.Extensions.Configuration;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>
/// The proxies that the operator has set: <c>HTTPS_PROXY</c> and <c>HTTP_PROXY</c> by the destination's scheme, else <c>ALL_PROXY</c>,
/// except for <c>NO_PROXY</c>. What is on this machine is never asked through a proxy: a proxy would ask its own machine instead, and
/// would read what passes.
/// </summary>
/// <remarks>.NET's own reading of these variables sends loopback addresses to the proxy and ignores an address that it cannot read.</remarks>
public sealed class OutboundProxy : IWebProxy, ICredentials
{
    public const string Https = "HTTPS_PROXY";
    public const string Http = "HTTP_PROXY";
    public const string All = "ALL_PROXY";
    public const string Exceptions = "NO_PROXY";

    /// <summary>The proxy for Telegram alone.</summary>
    public const string Telegram = "TELEGRAM_PROXY";

    private readonly ProxyAddress? _https;
    private readonly ProxyAddress? _http;
    private readonly ProxyExceptions _exceptions;

    // Windows and macOS have settings of their own, which hold as long as there are none of ours.
    private readonly IWebProxy? _system;

    private OutboundProxy(ProxyAddress? https, ProxyAddress? http, string? exceptions)
    {
        (_https, _http, _exceptions) = (https, http, new(exceptions));
        _system = https is null && http is null ? HttpClient.DefaultProxy : null;
    }

    /// <param name="configuration">With the variables among its sources.</param>
    /// <param name="ownSetting">A setting that goes before the general ones, for example <see cref="Telegram"/>.</param>
    /// <exception cref="StartupException">One of them is no proxy's address.</exception>
    public static OutboundProxy Read(IConfiguration configuration, string? ownSetting = null)
    {
        var own = ownSetting is null ? null : AddressOf(ownSetting);
        var all = own ?? AddressOf(All);
        return new(own ?? AddressOf(Https) ?? all, own ?? AddressOf(Http) ?? all, configuration[Exceptions]);

        ProxyAddress? AddressOf(string setting) => string.IsNullOrWhiteSpace(configuration[setting])
            ? null
            : ProxyAddress.TryParse(configuration[setting]!) ?? throw new StartupException(Complaint(setting));
    }

    /// <summary>Whether the operator has set one, apart from the system's.</summary>
    public bool IsSet => _system is null;

    /// <summary>The sentence about a setting that is no proxy's address. It does not repeat the value, which may contain a password.</summary>
    public static string Complaint(string setting) =>
        $"{setting} must be the address of a proxy that begins with http://, https:// or socks5:// (MTProto proxies cannot be used), " +
        "for example socks5://127.0.0.1:1080; write special characters of a password percent-encoded.";

    // It serves several proxies, each of which has its own.
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
