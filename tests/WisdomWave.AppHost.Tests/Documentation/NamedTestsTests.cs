using System.Text.RegularExpressions;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Documentation;

/// <summary>The documents say by which test each promise is checked.</summary>
public sealed partial class NamedTestsTests
{
    [Fact]
    public void EveryTestThatADocumentNamesExists()
    {
        var documents = Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md"));
        var named = documents.SelectMany(document => TestName().Matches(File.ReadAllText(document)).Select(match => match.Value)).Distinct();
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension);

        Assert.Empty(named.Except(tests!));
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+Tests\b")]
    private static partial Regex TestName();
}
