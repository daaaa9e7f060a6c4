namespace WisdomWave.Ingress.Receiving;

internal sealed class WebhookOptions
{
    public const string Setting = "PublicUrl";

    /// <summary>Where Telegram reaches this service, through a reverse proxy; null: updates are fetched instead.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Telegram brings updates only by HTTPS; a playground on the same machine also by plain HTTP.</summary>
    public bool IsUsable =>
        PublicUrl is null
        || (Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { Query: "", Fragment: "", UserInfo: "" });
}
