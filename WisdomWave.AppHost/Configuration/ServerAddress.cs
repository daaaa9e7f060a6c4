namespace WisdomWave.AppHost.Configuration;

/// <summary>A setting that holds the address of a server. The dashboard and the manifest show addresses, so they must hold no password.</summary>
internal static class ServerAddress
{
    /// <summary>Adds a sentence for an address that cannot be used. It does not repeat the value.</summary>
    /// <returns>Null when nothing is set, or when it cannot be used.</returns>
    public static Uri? Read(string setting, string? text, string example, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            problems.Add($"{setting} must be an absolute http or https address, for example {example}.");
        else if (address.UserInfo.Length > 0)
            problems.Add($"{setting} must not contain a user name or password, because addresses are not kept secret; set it without the part before the @, for example {example}.");
        else
            return address;
        return null;
    }
}
