using System.Text.RegularExpressions;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.ServiceDefaults.Redaction;

/// <summary>Removes bot tokens, API keys and credentials from text that leaves the process in a log line or a span.</summary>
public static partial class SecretRedactor
{
    /// <summary>Returns the same instance if there was nothing to hide.</summary>
    public static string Redact(string text) => Secrets().Replace(text, "${keep}***");

    // The part that is kept shows which secret it was: a bot's ID is public, and so is the fact that there was a key.
    //   https://api.telegram.org/bot123456:AAF…/getMe, also percent-encoded, whatever the secret's length
    //   123456:AAF… outside an address, if it has the shape of a token (BotToken)
    //   sk-proj-…   Authorization: Bearer …   "authorization":"Basic …"   redis: password=…
    //   socks5://user:password@127.0.0.1:1080, with any scheme
    [GeneratedRegex(
        $$"""
        (?<keep>/bot\d+(:|%3A))[^/\s?\#"'<>]+
        |(?<keep>(?<!\d){{BotToken.IdPattern}}(:|%3A))[\w-]{20,}
        |(?<keep>\bsk-)[\w*-]{8,}
        |(?<keep>\bAuthorization["']?\s*[:=]\s*["'\[]?)((Basic|Bearer|Digest|Token)\s+)?[^\s"',;\]]+
        |(?<keep>\bBearer\s+)[\w.~+/=*-]{6,}
        |(?<keep>\bpassword=)[^,;\s"']+
        |(?<keep>://)[^\s/?\#"'<>]+(?=@)
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Secrets();
}
