using System.Text.RegularExpressions;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Documentation;

/// <summary>The documents say in which file or folder things are.</summary>
public sealed partial class NamedPathsTests
{
    /// <summary>Created at runtime, or by the operator.</summary>
    private static readonly string[] NotInTheRepository = ["artifacts/", "data/", "secrets/", "WisdomWave.AppHost/appsettings.json"];

    private static readonly string[] BuildOutput = ["bin", "obj", ".git", "artifacts", "data", "node_modules"];

    public static TheoryData<string> Documents =>
    [
        "README.md", "README.ru.md", "CONTRIBUTING.md",
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(document => $"docs/{Path.GetFileName(document)}"),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryPathThatADocumentNamesExists(string document)
    {
        var existing = PathsIn(Repository.Root).ToHashSet();
        var named = NamedPath().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(match => match.Groups[1].Value)
            .Where(path => !NotInTheRepository.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            .Distinct();

        var missing = named.Where(path => !existing.Contains(Shortened(path))).ToList();
        Assert.Empty(missing);
    }

    /// <summary>
    /// Every file and folder below this one, each with all the ways to name it: <c>services/Dialog/Turns</c> is also <c>Dialog/Turns</c> and
    /// <c>Turns</c>.
    /// </summary>
    private static IEnumerable<string> PathsIn(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !BuildOutput.Contains(entry.Name)))
        {
            var segments = Shortened(Path.GetRelativePath(Repository.Root, entry.FullName)).Split(Path.DirectorySeparatorChar);
            for (var start = 0; start < segments.Length; start++)
                yield return string.Join('/', segments[start..]);
            if (entry is not DirectoryInfo { LinkTarget: null })
                continue;

            foreach (var below in PathsIn(entry.FullName))
                yield return below;
        }
    }

    /// <summary>The documents often leave the projects' common prefix out.</summary>
    private static string Shortened(string path) => path.Replace("WisdomWave.", "", StringComparison.Ordinal).TrimEnd('/');

    /// <summary>
    /// <c>`Dialog/Turns`</c>, <c>`.ci/words`</c> or <c>`Command.cs`</c>. A path of an endpoint (<c>`/health`</c>) begins with a slash;
    /// <c>`Dialog.Tests/InboxTests`</c> names a test, see <see cref="NamedTestsTests"/>.
    /// </summary>
    [GeneratedRegex(@"`((?![\w./-]*Tests`)(?:\.?[A-Za-z][\w.-]*(?:/[\w.-]+)+/?|[A-Za-z][\w.]*\.(?:cs|resx|props|json|sln)))`")]
    private static partial Regex NamedPath();
}
