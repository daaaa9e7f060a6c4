using System.Net;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>A proxy as an operator writes it, with its password apart, so that no address that is shown contains one.</summary>
/// <param name="Address">Without user name and password.</param>
/// <param name="Credentials">Null for a proxy that asks for none.</param>
public sealed record ProxyAddress(Uri Address, NetworkCredential? Credentials)
{
    private const int SocksPort = 1080;

    /// <summary>Null for an address that is no proxy's. Without a scheme it is an http proxy, as other programs take it, too.</summary>
    /// <param name="text"><c>socks5://user:password@127.0.0.1:1080</c>, <c>http://proxy.example.org:3128</c>, <c>proxy.example.org:3128</c></param>
    public static ProxyAddress? TryParse(string text)
    {
        text = text.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "http://" + text;
        // A path or a query belongs to a web page, for example to a link to an MTProto proxy: https://t.me/proxy?server=…
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || SchemeOf(uri) is not { } scheme || uri.Host.Length == 0
            || uri is not { Query: "", Fragment: "", AbsolutePath: "" or "/" })
            return null;

        var port = uri.Port > 0 ? uri.Port : SocksPort;
        return new(new UriBuilder(scheme, uri.Host, port).Uri, CredentialsOf(uri.UserInfo));
    }

    private static string? SchemeOf(Uri uri) => uri.Scheme switch
    {
        "http" or "https" or "socks4" or "socks4a" or "socks5" => uri.Scheme,
        // .NET leaves the names of hosts to every SOCKS5 proxy, which is what other programs mean by the h.
        "socks" or "socks5h" => "socks5",
        _ => null,
    };

    private static NetworkCredential? CredentialsOf(string userInfo)
    {
        if (userInfo.Length == 0)
            return null;
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new(Uri.UnescapeDataString(userInfo), "")
            : new(Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..]));
    }

    public override string ToString() => Address.ToString();
}
