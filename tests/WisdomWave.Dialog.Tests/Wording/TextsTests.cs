using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Wording;

namespace WisdomWave.Dialog.Tests.Wording;

public sealed partial class TextsTests
{
    [Fact]
    public void EveryTextIsThereInBothLanguagesWithTheSamePlaceholders()
    {
        var english = Read("");
        var russian = Read("ru");

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), russian.Keys.Order());
        Assert.All(english, text => Assert.Equal(Placeholders(text.Value), Placeholders(russian[text.Key])));
        Assert.All(russian.Values, text => Assert.Matches("[а-яё]", text));
    }

    [Fact]
    public void EveryFailureHasWords() =>
        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.NotEqual(Texts.In("en").Failure(kind), Texts.In("ru").Failure(kind)));

    private static Dictionary<string, string> Read(string culture) =>
        Texts.Resources.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static string Placeholders(string text) => string.Join(' ', Placeholder().Matches(text).Select(match => match.Value).Order());

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
