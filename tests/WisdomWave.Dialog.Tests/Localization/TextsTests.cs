using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Tests.Localization;

public sealed partial class TextsTests
{
    [Fact]
    public void EveryTextExistsInBothLanguagesWithTheSamePlaceholders()
    {
        var english = Read("");
        var russian = Read("ru");

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), russian.Keys.Order());
        Assert.All(english, text => Assert.Equal(Placeholders(text.Value), Placeholders(russian[text.Key])));
        Assert.All(russian.Values, text => Assert.Matches("[а-яё]", text));
    }

    /// <summary>All texts that end an answer differ, in each language.</summary>
    [Fact]
    public void EveryFailureAndCutHasItsOwnText()
    {
        var words = Texts.All.SelectMany(texts => Enum.GetValues<FailureKind>()
            .Select(texts.Failure)
            .Concat([texts.CutByLength, texts.CutByFilter, texts.CutByTime, texts.Stopped])).ToList();

        Assert.Equal(2 * (Enum.GetValues<FailureKind>().Length + 4), words.Count);
        Assert.All(words, sentence => Assert.NotEmpty(sentence.Trim()));
        Assert.Distinct(words);
    }

    [Fact]
    public void EveryChoiceAndPersonaHasATextInEachLanguage() => Assert.All(Texts.All, texts =>
    {
        Assert.All(Enum.GetValues<ReplyStyle>(), style => Assert.NotEmpty(texts.Style(style)));
        Assert.All(Enum.GetValues<TokenWarnings>(), warnings => Assert.NotEmpty(texts.Warnings(warnings)));
        Assert.All(Enum.GetValues<SettingsSection>().Where(section => section != SettingsSection.All), section =>
        {
            Assert.NotEmpty(texts.Section(section));
            Assert.NotEmpty(texts.Explain(section));
        });
        Assert.All(Personas.Ready, key => Assert.NotEqual(texts.PersonaName(key), texts.PersonaText(key)));
    });

    /// <summary>Telegram shows at most 200 characters in a toast.</summary>
    [Fact]
    public void EveryToastFitsTelegramsLimit() => Assert.All(Texts.All, texts => Assert.All(
        [texts.NotYours, texts.AdminsOnly, texts.ButtonGone, texts.Saved, texts.Unpinned, texts.NothingToStop, texts.OnlyLastAgain, texts.OnlyLastContinued,
            texts.AccessStranger(long.MinValue), texts.UndoTooLate, texts.UndoneForgettingToast, texts.AskedIn, texts.AskedInBefore,
            texts.AskedInByTooMany, texts.IsInAlready, texts.AccessAdminStays, texts.PeopleRemoved, texts.LimitRate(1000)],
        toast => Assert.InRange(toast.Length, 1, 200)));

    private static Dictionary<string, string> Read(string culture) =>
        Texts.Resources.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static string Placeholders(string text) => string.Join(' ', Placeholder().Matches(text).Select(match => match.Value).Order());

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
