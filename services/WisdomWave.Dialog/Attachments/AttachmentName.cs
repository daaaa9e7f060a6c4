using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Attachments;

internal static class AttachmentName
{
    private const int MaxLength = 100;

    /// <summary>The file's name without characters that would end a quotation or a line.</summary>
    public static string Of(Attachment file)
    {
        var name = string.Concat((file.FileName ?? "").Where(character => !char.IsControl(character) && character is not ('<' or '>' or '"' or '`')));
        if (name.Length <= MaxLength)
            return name.Length > 0 ? name : "file";

        // Keep the extension: it tells the type.
        var extension = Path.GetExtension(name) is { Length: <= 10 } known ? known : "";
        return TextCut.WithEllipsis(name, MaxLength - extension.Length - 1) + extension;
    }
}
