using WisdomWave.Completion.Models.Wire.Addresses;

namespace WisdomWave.Completion.Models;

/// <summary>The OpenAI-compatible server that answers unless a model has its own.</summary>
internal sealed class ProviderOptions
{
    public const string OpenAi = "https://api.openai.com/v1";

    private Uri? _endpoint;

    /// <summary><c>OPENAI_API_KEY</c>; optional if <c>OPENAI_BASE_URL</c> is set.</summary>
    public string? ApiKey { get; set; }

    /// <summary><c>OPENAI_BASE_URL</c>, up to but without <c>/chat/completions</c>.</summary>
    public string? BaseUrl
    {
        get;
        set => (field, _endpoint) = (value, null);
    }

    /// <summary><c>OPENAI_ORGANIZATION</c>.</summary>
    public string? Organization { get; set; }

    public Uri Endpoint => _endpoint ??= new(BaseAddress.Normalize(BaseUrl ?? OpenAi));

    /// <summary>The server of one model.</summary>
    public ProviderOptions For(ProviderModel model) =>
        model.BaseUrl is null && model.ApiKey is null ? this : new()
        {
            BaseUrl = model.BaseUrl ?? BaseUrl,
            // This server's key never goes to another server: that one gets its own key or none.
            ApiKey = model.ApiKey ?? (model.BaseUrl is null ? ApiKey : null),
            Organization = model.BaseUrl is null ? Organization : null,
        };

    /// <summary>Whether a header can carry the key: it allows printable ASCII only.</summary>
    public static bool IsValidKey(string? key) => key is null || key.All(character => character is > ' ' and < '\u007f');

    public static bool IsValidBaseUrl(string? baseUrl) =>
        baseUrl is null || (Uri.TryCreate(baseUrl, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps));
}
