using WisdomWave.ServiceDefaults.Problems;
using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Documentation;

public sealed class ProblemTypesTests
{
    private static readonly string[] Folders = ["services", "WisdomWave.ServiceDefaults", "WisdomWave.AppHost"];

    /// <summary>A type that is written out can differ from the others without anybody noticing.</summary>
    [Fact]
    public void EveryProblemTypeIsMadeWithTheSharedPrefix()
    {
        var written = Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileNameWithoutExtension(file) != nameof(ProblemType))
            .SelectMany(file => File.ReadLines(file).Where(line => line.Contains("\"urn:wisdomwave", StringComparison.Ordinal)).Select(line => $"{file}: {line.Trim()}"))
            .Where(line => !line.Contains("// {", StringComparison.Ordinal));

        Assert.Empty(written);
    }
}
