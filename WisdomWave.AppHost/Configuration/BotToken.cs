using System.Globalization;
using System.Text.RegularExpressions;

namespace WisdomWave.AppHost.Configuration;

internal static partial class BotToken
{
    public const string Example = "set the token that @BotFather gave you, for example 123456789:AAExampleExampleExampleExampleExampl.";

    /// <summary>Returns the bot ID that a token begins with, or null for text that is not a token. A renewed token keeps the ID.</summary>
    public static long? IdOf(string? token) =>
        token is not null && Form().IsMatch(token) ? long.Parse(token.AsSpan(0, token.IndexOf(':')), CultureInfo.InvariantCulture) : null;

    // 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw: 35 characters today, but Telegram does not promise that.
    [GeneratedRegex("^[0-9]{3,18}:[A-Za-z0-9_-]{20,100}$")]
    private static partial Regex Form();
}
