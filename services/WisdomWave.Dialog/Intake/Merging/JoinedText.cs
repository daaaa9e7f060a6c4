using System.Text;

namespace WisdomWave.Dialog.Intake.Merging;

internal static class JoinedText
{
    /// <summary>Telegram's limit of a message.</summary>
    private const int LongestMessage = 4096;

    /// <summary>The parts as one text.</summary>
    public static string Of(IReadOnlyList<QuestionPart> parts)
    {
        if (parts.Count == 1)
            return parts[0].Text;

        var text = new StringBuilder(parts.Sum(part => part.Text.Length + 2));
        for (var i = 0; i < parts.Count; i++)
        {
            if (text.Length > 0 && parts[i].Text.Length > 0)
                text.Append(Between(parts[i - 1], parts[i]));
            text.Append(parts[i].Text);
        }

        return text.ToString();
    }

    // A client that found no place to cut at has cut through a word; where it found one, it dropped the white space.
    private static string Between(QuestionPart before, QuestionPart after) =>
        !before.IsPlain || !after.IsPlain ? "\n\n"
        : before.Length >= LongestMessage ? ""
        : "\n";
}
