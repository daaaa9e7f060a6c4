using WisdomWave.Completion.Addressing;

namespace WisdomWave.Completion.Models;

/// <summary>The OpenAI-compatible server; read from the seed's flat names.</summary>
internal sealed class ProviderOptions
{
    public const string OpenAi = "https://api.openai.com/v1";

    /// <summary>OPENAI_API_KEY; a server named with OPENAI_BASE_URL may need none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>OPENAI_BASE_URL, up to but without <c>/chat/completions</c>.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>OPENAI_ORGANIZATION.</summary>
    public string? Organization { get; set; }

    public Uri Endpoint => new(BaseAddress.Normal(BaseUrl ?? OpenAi));

    /// <summary>Whether the key can be sent at all: a header takes printable ASCII.</summary>
    public bool HasGoodKey => IsGoodKey(ApiKey);

    public bool HasGoodBaseUrl => IsGood(BaseUrl);

    /// <summary>The server of one model.</summary>
    public ProviderOptions For(ModelOptions model) =>
        model.BaseUrl is null && model.ApiKey is null ? this : new()
        {
            BaseUrl = model.BaseUrl ?? BaseUrl,
            // Another server gets its own key or none: never this one's.
            ApiKey = model.ApiKey ?? (model.BaseUrl is null ? ApiKey : null),
            Organization = model.BaseUrl is null ? Organization : null,
        };

    public static bool IsGoodKey(string? key) => key is null || key.All(character => character is > ' ' and < '\u007f');

    public static bool IsGood(string? baseUrl) =>
        baseUrl is null || (Uri.TryCreate(baseUrl, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps));
}
