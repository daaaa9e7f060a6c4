using System.Text.RegularExpressions;

namespace WisdomWave.ServiceDefaults.Redaction;

/// <summary>Takes bot tokens, API keys and credentials out of text that leaves the process as a log line or a span.</summary>
public static partial class SecretRedactor
{
    /// <summary>The same instance when there was nothing to hide.</summary>
    public static string Redact(string text) => Secrets().Replace(text, "${keep}***");

    // What is kept says which secret it was: a bot's number is public, and so is the fact that a key was there.
    //   https://api.telegram.org/bot123456:AAF…/getMe, also percent-encoded, whatever the secret's length
    //   123456:AAF… (35 characters from BotFather) outside of an address
    //   sk-proj-…   Authorization: Bearer …   "authorization":"Basic …"   redis: password=…
    //   socks5://user:password@127.0.0.1:1080, whatever the scheme
    [GeneratedRegex(
        """
        (?<keep>/bot\d+(:|%3A))[^/\s?\#"'<>]+
        |(?<keep>(?<!\d)\d{6,}(:|%3A))[\w-]{30,}
        |(?<keep>\bsk-)[\w*-]{8,}
        |(?<keep>\bAuthorization["']?\s*[:=]\s*["'\[]?)((Basic|Bearer|Digest|Token)\s+)?[^\s"',;\]]+
        |(?<keep>\bBearer\s+)[\w.~+/=*-]{6,}
        |(?<keep>\bpassword=)[^,;\s"']+
        |(?<keep>://)[^\s/?\#"'<>]+(?=@)
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Secrets();
}
