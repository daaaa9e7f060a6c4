using System.Text;

namespace WisdomWave.Dialog.Intake.Merging;

internal static class MergedText
{
    /// <summary>Telegram's limit for one message.</summary>
    private const int MaxMessageLength = 4096;

    /// <summary>Concatenates the parts.</summary>
    public static string Of(IReadOnlyList<QuestionPart> parts)
    {
        if (parts.Count == 1)
            return parts[0].Text;

        var text = new StringBuilder(parts.Sum(part => part.Text.Length + 2));
        for (var i = 0; i < parts.Count; i++)
        {
            if (text.Length > 0 && parts[i].Text.Length > 0)
                text.Append(Separator(parts[i - 1], parts[i]));
            text.Append(parts[i].Text);
        }

        return text.ToString();
    }

    // A client cuts a full message in the middle of a word. A shorter one was cut at white space, which the client dropped.
    private static string Separator(QuestionPart before, QuestionPart after) =>
        !before.IsPlain || !after.IsPlain ? "\n\n"
        : before.Length >= MaxMessageLength ? ""
        : "\n";
}
