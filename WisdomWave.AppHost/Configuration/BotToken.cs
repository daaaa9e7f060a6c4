using System.Globalization;
using System.Text.RegularExpressions;

namespace WisdomWave.AppHost.Configuration;

internal static partial class BotToken
{
    public const string Example = "set what @BotFather gave you, for example 123456789:AAExampleExampleExampleExampleExampl.";

    /// <summary>The bot's number, which a token begins with and keeps when it is renewed; null for what is no token.</summary>
    public static long? IdOf(string? token) =>
        token is not null && Form().IsMatch(token) ? long.Parse(token.AsSpan(0, token.IndexOf(':')), CultureInfo.InvariantCulture) : null;

    // 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw — today 35 characters, but nowhere promised.
    [GeneratedRegex("^[0-9]{3,18}:[A-Za-z0-9_-]{20,100}$")]
    private static partial Regex Form();
}
