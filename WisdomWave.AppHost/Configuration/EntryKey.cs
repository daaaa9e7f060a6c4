using System.Text.RegularExpressions;

namespace WisdomWave.AppHost.Configuration;

/// <summary>The key of an entry in a section, like <c>home</c> in <c>Bots:home:Token</c>.</summary>
internal static partial class EntryKey
{
    public static bool IsGood(string key) => Form().IsMatch(key);

    public static string Problem(string section, string example) =>
        $"{section} has an entry whose key is invalid; use letters, digits and single underscores, for example {section}:{example}.";

    // The key becomes part of the names of a variable and a parameter. A parameter name has at most 64 characters and no double hyphen.
    [GeneratedRegex("^(?=.{1,32}$)[A-Za-z0-9]+(_[A-Za-z0-9]+)*$")]
    private static partial Regex Form();
}
