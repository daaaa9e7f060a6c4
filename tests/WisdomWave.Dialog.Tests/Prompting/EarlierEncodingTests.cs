using WisdomWave.Dialog.Prompting;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(WisdomWave.Dialog.Tests.Prompting.EarlierEncodingLast))]

namespace WisdomWave.Dialog.Tests.Prompting;

/// <summary>All tests that load the encoding of earlier models, cl100k. Other tests use models of the current one.</summary>
public sealed class EarlierEncodingTests
{
    [Fact]
    public void TokensAreCountedAsAnEarlierModelDoes() =>
        Assert.Equal(6, new TokenCounter(ModelEncoding.Of("gpt-4")).Count("tiktoken is great!"));

    [Fact]
    public async Task HistoryIsCountedWithTheChosenModelsEncoding()
    {
        await using var dialog = await DialogService.StartAsync("--Models:0:Name=gpt-4", "--Models:0:ContextTokens=2000", "--Persona=Be brief.");
        var russian = string.Concat(Enumerable.Repeat("Съешь ещё этих мягких французских булок. ", 20));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(russian);
        await dialog.AskAsync(russian);
        var before = await HistoryTokensAsync(dialog);

        await dialog.AskAsync("/model gpt-4");
        var after = await HistoryTokensAsync(dialog);
        await dialog.RestartAsync();

        Assert.Equal((2 * new TokenCounter("o200k_base").Count(russian)) + 8, before);
        Assert.Equal((2 * new TokenCounter("cl100k_base").Count(russian)) + 8, after);
        Assert.Equal(after, await HistoryTokensAsync(dialog));
    }

    private static async Task<int> HistoryTokensAsync(DialogService dialog)
    {
        var context = (await dialog.AskAsync("/context")).Markdown;
        var line = context.Split('\n').Single(line => line.StartsWith("- History", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[^2], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// Runs <see cref="EarlierEncodingTests"/> last. A loaded encoding stays in memory as 300,000 objects, and Orleans collects all garbage
/// twice in each start of the service.
/// </summary>
public sealed class EarlierEncodingLast : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName.Contains(nameof(EarlierEncodingTests), StringComparison.Ordinal))];
}
