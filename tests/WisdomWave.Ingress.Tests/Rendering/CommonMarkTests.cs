using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Tests.Rendering;

/// <summary>The examples of the CommonMark specification (licence in the same folder).</summary>
public sealed partial class CommonMarkTests
{
    public static TheoryData<int> Examples => [.. All.Keys];

    private static Dictionary<int, Example> All { get; } = Read();

    [Theory]
    [MemberData(nameof(Examples))]
    public void EveryExampleIsShownCompletely(int number)
    {
        var example = All[number];
        var parts = ReplyRenderer.Render(new Reply(example.Markdown));
        Assert.All(parts, MessageAssert.IsTakenByTelegram);
        AssertHolds(Words(TextOf(example.Html)), Words(string.Concat(parts.Select(Shown))), example.Markdown);
    }

    [Fact]
    public void AllExamplesInOneAnswerAreShownCompletely()
    {
        var markdown = string.Join("\n\n", All.Values.Select(example => example.Markdown));
        Assert.All(MessageSplitter.Split(MarkdownRenderer.Render(markdown), MessageLimits.Telegram), MessageAssert.IsTakenByTelegram);
    }

    /// <summary>The rendering may contain more (markup shown as text), but must contain every letter of the expected page, in order.</summary>
    private static void AssertHolds(string expected, string shown, string markdown)
    {
        var found = 0;
        foreach (var c in shown)
        {
            if (found < expected.Length && expected[found] == c)
                found++;
        }

        Assert.True(found == expected.Length, $"'{expected[found..]}' of '{expected}' is lost in '{shown}', from: {markdown}");
    }

    /// <summary>Telegram shows a code block's language above it.</summary>
    private static string Shown(FormattedText part) => part.Spans.Reverse()
        .Where(span => span is { Kind: FormatKind.Pre, Argument: not null })
        .Aggregate(part.Text, (text, fence) => text.Insert(fence.Offset, fence.Argument!));

    private static string TextOf(string html) => WebUtility.HtmlDecode(Tag().Replace(html, ""));

    private static string Words(string text) => new([.. text.Normalize(NormalizationForm.FormC).Where(char.IsLetterOrDigit)]);

    private static Dictionary<int, Example> Read()
    {
        using var json = typeof(CommonMarkTests).Assembly.GetManifestResourceStream("CommonMark.json")!;
        return JsonSerializer.Deserialize<Example[]>(json, JsonSerializerOptions.Web)!.ToDictionary(example => example.Number);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    private sealed record Example([property: System.Text.Json.Serialization.JsonPropertyName("example")] int Number, string Section, string Markdown, string Html);
}
