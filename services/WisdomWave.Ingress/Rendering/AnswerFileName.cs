using System.Globalization;
using System.Text;

namespace WisdomWave.Ingress.Rendering;

/// <summary>The file name of an answer sent as a file: <c>the-tides-of-the-sea-2026-11-22.md</c>.</summary>
internal static class AnswerFileName
{
    private const int MaxLength = 48;
    private const string WithoutWords = "answer";

    /// <summary>Made from the first heading or the first words; only letters and digits, which every file system accepts.</summary>
    public static string Of(string markdown, DateTimeOffset day)
    {
        var name = new StringBuilder();
        foreach (var word in WordsOf(MarkdownRenderer.TitleOf(markdown)))
        {
            if (name.Length + word.Length > MaxLength)
                break;
            name.Append(name.Length > 0 ? "-" : "").Append(word);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(name.Length > 0 ? name : WithoutWords)}-{day:yyyy-MM-dd}.md");
    }

    private static string[] WordsOf(string title) => new string([.. title.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
        .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
