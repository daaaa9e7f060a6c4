using WisdomWave.Testing;

namespace WisdomWave.AppHost.Tests.Documentation;

/// <summary>The check of <c>.ci/words</c>, in a repository that has nothing else.</summary>
public sealed class WordCheckTests : IDisposable
{
    private readonly string _repository = Directory.CreateTempSubdirectory("wisdomwave-words-").FullName;

    public void Dispose() => Directory.Delete(_repository, recursive: true);

    [Fact]
    public async Task ItFindsAWordInTextAndInANameWithFileAndLine()
    {
        // Written in two pieces: the check reads this file too.
        var again = "an" + "ew";
        var (code, output) = await CheckAsync(("Answer.cs", $"// Asks again.\n// Asks {again}.\nvoid Ask{char.ToUpperInvariant(again[0])}{again[1..]}() {{ }}\n"));

        Assert.Equal(1, code);
        Assert.Equal(
            [$"Answer.cs:2: \"{again}\": archaic; write \"again\", or \"from the start\"", $"Answer.cs:3: \"{again}\": archaic; write \"again\", or \"from the start\""],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task ItLeavesWordsAloneThatOnlyContainOne()
    {
        var again = "an" + "ew";
        var (code, output) = await CheckAsync(("Good.md", "We recommend amendments. Besides, Newton knew. Dearest keepsake: RecommendedMender."), ("Text.txt", again));

        Assert.Equal((0, ""), (code, output));
    }

    private async Task<(int Code, string Output)> CheckAsync(params (string Name, string Text)[] files)
    {
        var tools = Directory.CreateDirectory(Path.Combine(_repository, ".ci")).FullName;
        foreach (var tool in (string[])["words", "words.txt"])
            File.Copy(Path.Combine(Repository.Root, ".ci", tool), Path.Combine(tools, tool));
        foreach (var (name, text) in files)
            await File.WriteAllTextAsync(Path.Combine(_repository, name), text, TestContext.Current.CancellationToken);
        await Command.RunAsync("git", ["init", "--quiet", _repository]);

        var (code, output, errors) = await Command.RunAsync("bash", [Path.Combine(tools, "words")]);
        Assert.Empty(errors);
        return (code, output);
    }
}
