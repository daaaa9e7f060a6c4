using System.Text;
using Microsoft.ML.Tokenizers;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Tests.Prompting;

/// <summary>Compares the counts with those of Microsoft.ML.Tokenizers, which has the same tables.</summary>
public sealed class TokenEncodingTests
{
    private static readonly string[] Alphabets =
    [
        "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "АБВГДЕЁЖЗИЙ", "0123456789", "   ", "\r\n\t ",
        ".,;:!?'\"-()[]{}<>/\\|@#$%^&*_+=~`", "中文字符测试", "かなカナ", "한국어", "عربى", "éèüñß\u0301\u0308", "🙂👩‍👩‍👧‍👦🇩🇪", "\u00a0\u2003\u200b",
    ];

    public static TheoryData<string> Encodings => ["o200k_base", "cl100k_base"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void RandomTextHasAsManyTokensAsInTheLibrary(string encoding)
    {
        var (expected, counter) = (TiktokenTokenizer.CreateForEncoding(encoding), TokenEncoding.Load(encoding));
        var random = new Random(1);
        for (var run = 0; run < 3_000; run++)
        {
            var text = RandomText(random);
            Assert.True(expected.CountTokens(text) == counter.Count(text), $"run {run}: {Escape(text)}");
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void EveryTokenOfTheLibraryIsOneTokenWhenItStandsAlone(string encoding)
    {
        var (library, counter) = (TiktokenTokenizer.CreateForEncoding(encoding), TokenEncoding.Load(encoding));
        var compared = 0;
        for (var id = 0; id < 100_000; id++)
        {
            var text = library.Decode([id]);
            if (text is null || text.Contains('\ufffd', StringComparison.Ordinal) || library.CountTokens(text) != 1)
                continue;
            compared++;
            Assert.True(counter.Count(text) == 1, $"token {id}: {Escape(text)}");
        }

        Assert.True(compared > 90_000, $"Only {compared} tokens were compared.");
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void LongRunsHaveAsManyTokensAsInTheLibrary(string encoding)
    {
        var (expected, counter) = (TiktokenTokenizer.CreateForEncoding(encoding), TokenEncoding.Load(encoding));
        foreach (var part in (string[])["a", "а", "中", "🙂", "=", " ", "\n", "ab", "é", "😀😃", "x1"])
        {
            var text = string.Concat(Enumerable.Repeat(part, 400 / part.Length));
            Assert.True(expected.CountTokens(text) == counter.Count(text), Escape(part));
        }
    }

    /// <summary>JSON has no half of a character either, so the model sees the replacement.</summary>
    [Fact]
    public void HalfOfACharacterCountsAsItsReplacement()
    {
        var counter = TokenEncoding.Load("o200k_base");

        Assert.Equal(counter.Count("a \ufffd b"), counter.Count("a \ud800 b"));
    }

    [Fact]
    public void AnUnknownEncodingIsRefused() =>
        Assert.Contains("p50k_base", Assert.Throws<ArgumentException>(() => TokenEncoding.Load("p50k_base")).Message, StringComparison.Ordinal);

    /// <summary>Up to 60 runs of characters, each from one alphabet.</summary>
    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (var runs = random.Next(60); runs >= 0; runs--)
        {
            var alphabet = Alphabets[random.Next(Alphabets.Length)];
            var characters = alphabet.EnumerateRunes().ToArray();
            for (var length = random.Next(1, 12); length > 0; length--)
                text.Append(characters[random.Next(characters.Length)].ToString());
            if (random.Next(2) == 0)
                text.Append(' ');
        }

        return text.ToString();
    }

    private static string Escape(string text) => string.Concat(text.Select(unit => unit is >= ' ' and <= '~' ? $"{unit}" : $"\\u{(int)unit:x4}"));
}
