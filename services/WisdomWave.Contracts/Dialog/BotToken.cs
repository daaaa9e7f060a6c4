using System.Globalization;
using System.Text.RegularExpressions;

namespace WisdomWave.Contracts.Dialog;

/// <summary>
/// The shape of a Telegram bot token: <c>123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0</c>. Everything that validates tokens or redacts
/// them from logs must use this rule: a token that is accepted but not redacted would leak.
/// </summary>
/// <remarks>
/// Today the secret has 35 characters, but Telegram does not promise a length (core.telegram.org/bots/api#authorizing-your-bot), so the
/// limits are wider.
/// </remarks>
public static partial class BotToken
{
    /// <summary>A regular expression for the bot id: 6–18 digits.</summary>
    public const string IdPattern = "[0-9]{6,18}";

    /// <summary>A regular expression for the secret after the colon: 20–100 characters.</summary>
    private const string SecretPattern = "[A-Za-z0-9_-]{20,100}";

    /// <summary>An example for error messages, cut short so that it is not redacted as a secret.</summary>
    public const string Example = "123456789:AAExample…";

    /// <summary>Whether the text has the shape of a token; only Telegram knows whether the token is valid.</summary>
    public static bool IsWellFormed(string? text) => text is not null && Token().IsMatch(text);

    /// <summary>The bot's id, which survives a token renewal; null when the text is not <see cref="IsWellFormed">well-formed</see>.</summary>
    public static long? IdOf(string? token) =>
        IsWellFormed(token) ? long.Parse(token.AsSpan(0, token!.IndexOf(':')), CultureInfo.InvariantCulture) : null;

    [GeneratedRegex($@"\A{IdPattern}:{SecretPattern}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
