using System.Net;

namespace WisdomWave.ServiceDefaults.Outbound;

/// <summary>A proxy's address, with its credentials kept apart so that no displayed address contains a password.</summary>
/// <param name="Address">Without user name and password.</param>
/// <param name="Credentials">Null if the address contains none.</param>
public sealed record ProxyAddress(Uri Address, NetworkCredential? Credentials)
{
    private const int SocksPort = 1080;

    /// <summary>Returns null if the text is not a proxy address. An address without a scheme is an HTTP proxy, as in other programs.</summary>
    /// <param name="text"><c>socks5://user:password@127.0.0.1:1080</c>, <c>http://proxy.example.org:3128</c>, <c>proxy.example.org:3128</c></param>
    public static ProxyAddress? TryParse(string text)
    {
        text = text.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "http://" + text;
        // A path or a query means a web page, for example a link to an MTProto proxy: https://t.me/proxy?server=…
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || SchemeOf(uri) is not { } scheme || uri.Host.Length == 0
            || uri is not { Query: "", Fragment: "", AbsolutePath: "" or "/" })
            return null;

        var port = uri.Port > 0 ? uri.Port : SocksPort;
        return new(new UriBuilder(scheme, uri.Host, port).Uri, CredentialsOf(uri.UserInfo));
    }

    private static string? SchemeOf(Uri uri) => uri.Scheme switch
    {
        "http" or "https" or "socks4" or "socks4a" or "socks5" => uri.Scheme,
        // .NET lets every SOCKS5 proxy resolve host names, which is what the h means in other programs.
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
