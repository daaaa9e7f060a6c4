using System.Text.RegularExpressions;

namespace WisdomWave.AppHost.Configuration;

/// <summary>A setting with the address of a server. The dashboard and the manifest show addresses, so they must not contain passwords.</summary>
internal static partial class ServerAddress
{
    /// <summary>Adds a sentence to <paramref name="problems"/> for an invalid address. It does not repeat the value.</summary>
    /// <returns>Null if the setting is empty or invalid.</returns>
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

    /// <summary>The same for a Bot API server, whose address may have a path but neither a token nor a query.</summary>
    public static Uri? ReadBotApi(string setting, string? text, List<string> problems)
    {
        const string Example = "https://api.telegram.org";
        if (Read(setting, text, Example, problems) is not { } address)
            return null;
        if (address is { Query: "", Fragment: "" } && !BotPath().IsMatch(address.AbsolutePath))
            return address;

        problems.Add($"{setting} must be the address of the server only, without a bot token or a query, for example {Example} or http://localhost:8081/bot-api.");
        return null;
    }

    // https://api.telegram.org/bot123456789:AAE…/getMe, as in the documentation of the Bot API
    [GeneratedRegex("/(file/)?bot[0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex BotPath();
}
