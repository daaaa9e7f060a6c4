namespace WisdomWave.Completion.Addressing;

/// <summary>What operators paste as a base URL, as the address that paths are put behind.</summary>
internal static class BaseAddress
{
    private static readonly string[] Methods = ["/chat/completions", "/completions", "/responses", "/embeddings", "/audio/transcriptions", "/models"];

    /// <summary><c>https://host/v1/chat/completions/</c> is <c>https://host/v1</c>.</summary>
    public static string Normal(string baseUrl)
    {
        var address = baseUrl.Trim().TrimEnd('/');
        foreach (var method in Methods)
        {
            if (address.EndsWith(method, StringComparison.OrdinalIgnoreCase))
                return address[..^method.Length].TrimEnd('/');
        }

        return address;
    }

    /// <summary>Whether the version of the API may be missing.</summary>
    public static bool HasNoPath(Uri address) => address.AbsolutePath is "" or "/";
}
