using System.Text.RegularExpressions;

namespace WisdomWave.AppHost.Configuration;

/// <summary>The name of an entry in a section, like <c>home</c> in <c>Bots:home:Token</c>.</summary>
internal static partial class EntryKey
{
    public static bool IsGood(string key) => Form().IsMatch(key);

    public static string Problem(string section, string example) =>
        $"{section} has an entry whose name is not made of letters, digits and single underscores; name it, for example, {section}:{example}.";

    // It becomes part of a variable's and of a parameter's name; the latter takes 64 characters and no two hyphens in a row.
    [GeneratedRegex("^(?=.{1,32}$)[A-Za-z0-9]+(_[A-Za-z0-9]+)*$")]
    private static partial Regex Form();
}
