namespace WisdomWave.ServiceDefaults.Access;

/// <summary>The rules for an address that Telegram sends updates to.</summary>
public static class WebhookAddress
{
    /// <summary>Telegram requires HTTPS; the playground also sends to this machine over HTTP.</summary>
    public static bool HasAllowedScheme(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    /// <summary>Whether the setting <c>PublicUrl</c> may have this value: a webhook's path is appended to it.</summary>
    public static bool IsPublicUrl(Uri address) => HasAllowedScheme(address) && address is { Query: "", Fragment: "", UserInfo: "" };
}
