using System.Globalization;
using System.Text.RegularExpressions;
using WisdomWave.AppHost.Machines;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>The version of a release, from the repository's tags.</summary>
internal static partial class ReleaseVersion
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <returns>Null without git or without a tag of the form v1.2.3: the version of the projects then applies.</returns>
    public static async Task<string?> FindAsync(string folder)
    {
        var run = await ProgramRun.RunProgramAsync("git", ["-C", folder, "describe", "--tags", "--long", "--match", "v[0-9]*"], Limit);
        return run.Succeeded ? Of(run.Output) : null;
    }

    /// <summary>A tagged commit has the tag's version; a later one has a pre-release of the next patch, so that it counts as newer.</summary>
    /// <param name="description"><c>v1.2.3-0-g51b4331</c> is 1.2.3, <c>v1.2.3-5-g51b4331</c> is 1.2.4-dev.5.</param>
    public static string? Of(string description)
    {
        if (Description().Match(description.Trim()) is not { Success: true } match)
            return null;

        var (tag, commits) = (match.Groups["tag"].Value, match.Groups["commits"].Value);
        if (commits == "0")
            return tag;
        if (match.Groups["label"].Success)
            return $"{tag}.dev.{commits}";
        var patch = int.Parse(match.Groups["patch"].Value, CultureInfo.InvariantCulture) + 1;
        return $"{match.Groups["minor"].Value}.{patch}-dev.{commits}";
    }

    [GeneratedRegex(@"^v(?<tag>(?<minor>\d+\.\d+)\.(?<patch>\d+)(?<label>-[0-9A-Za-z.-]+?)?)-(?<commits>\d+)-g[0-9a-f]+$")]
    private static partial Regex Description();
}
