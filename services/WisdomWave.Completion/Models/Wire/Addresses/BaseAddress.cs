namespace WisdomWave.Completion.Models.Wire.Addresses;

/// <summary>Converts the URLs that operators paste to the base address to which the paths of the API are appended.</summary>
internal static class BaseAddress
{
    private static readonly string[] ApiPaths = ["/chat/completions", "/completions", "/responses", "/embeddings", "/audio/transcriptions", "/models"];

    /// <summary><c>https://host/v1/chat/completions/</c> becomes <c>https://host/v1</c>.</summary>
    public static string Normalize(string baseUrl)
    {
        var address = baseUrl.Trim().TrimEnd('/');
        foreach (var path in ApiPaths)
        {
            if (address.EndsWith(path, StringComparison.OrdinalIgnoreCase))
                return address[..^path.Length].TrimEnd('/');
        }

        return address;
    }

    /// <summary>Whether the API version may be missing.</summary>
    public static bool HasNoPath(Uri address) => address.AbsolutePath is "" or "/";
}
