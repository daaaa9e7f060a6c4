using System.Text.RegularExpressions;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Documentation;

/// <summary>A table of a document that lists settings: <c>| `Cache:Enabled`, `:Shared` | whether … | `true` |</c>.</summary>
internal static partial class SettingsTable
{
    /// <summary>The cells of the rows below the header.</summary>
    public static IReadOnlyList<string[]> Read(string file, string header)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, file));
        var start = Array.IndexOf(lines, header);
        Assert.True(start >= 0, $"{file} has no table with the header {header}");
        return [.. lines.Skip(start + 2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];
    }

    /// <summary>The names in a cell; one that begins with a colon continues the section of the name before it.</summary>
    public static IEnumerable<string> NamesIn(string cell)
    {
        var section = "";
        foreach (var name in ValuesIn(cell))
        {
            if (name.StartsWith(':'))
            {
                yield return section + name;
                continue;
            }

            section = name.Contains(':', StringComparison.Ordinal) ? name[..name.LastIndexOf(':')] : name;
            yield return name;
        }
    }

    /// <summary>What a cell shows as code.</summary>
    public static IReadOnlyList<string> ValuesIn(string cell) => [.. Code().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
