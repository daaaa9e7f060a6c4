using System.Globalization;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Tests.Localization;

public sealed class CountFormatTests
{
    [Theory]
    [InlineData(0, "0 токенов")]
    [InlineData(1, "1 токен")]
    [InlineData(2, "2 токена")]
    [InlineData(4, "4 токена")]
    [InlineData(5, "5 токенов")]
    [InlineData(11, "11 токенов")]
    [InlineData(12, "12 токенов")]
    [InlineData(14, "14 токенов")]
    [InlineData(21, "21 токен")]
    [InlineData(22, "22 токена")]
    [InlineData(111, "111 токенов")]
    [InlineData(1_001, "1\u00A0001 токен")]
    [InlineData(16_000, "16\u00A0000 токенов")]
    [InlineData(3_000_000_002, "3\u00A0000\u00A0000\u00A0002 токена")]
    public void RussianHasThreeForms(long count, string expected) => Assert.Equal(expected, Format("ru", "{0:токен|токена|токенов}", count));

    [Theory]
    [InlineData(0, "0 tokens")]
    [InlineData(1, "1 token")]
    [InlineData(2, "2 tokens")]
    [InlineData(21, "21 tokens")]
    [InlineData(16_000, "16,000 tokens")]
    public void EnglishHasTwoForms(int count, string expected) => Assert.Equal(expected, Format("en", "{0:token|tokens}", count));

    [Fact]
    public void OnlyCountsAreGrouped() =>
        Assert.Equal("1,234,567 gpt-5 10000", Format("en", "{0} {1} {2}", 1_234_567, "gpt-5", "10000"));

    /// <summary>A missing plural form would fail only for some numbers.</summary>
    [Fact]
    public void EveryTextHasAllPluralForms()
    {
        foreach (var (language, forms) in ((string, int)[])[("en", 2), ("ru", 3)])
        {
            var culture = CultureInfo.GetCultureInfo(language);
            foreach (System.Collections.DictionaryEntry text in Texts.Resources.GetResourceSet(language == "en" ? CultureInfo.InvariantCulture : culture, true, false)!)
            {
                foreach (System.Text.RegularExpressions.Match place in System.Text.RegularExpressions.Regex.Matches((string)text.Value!, @"\{\d:([^}]*)\}"))
                    Assert.True(place.Groups[1].Value.Split('|').Length == forms, $"{language}, {text.Key}: {place.Value}");
            }
        }
    }

    private static string Format(string language, string text, params object[] values) =>
        string.Format(new CountFormat(CultureInfo.GetCultureInfo(language)), text, values);
}
