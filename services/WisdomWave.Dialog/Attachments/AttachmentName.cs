using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Attachments;

internal static class AttachmentName
{
    private const int LongestName = 100;

    /// <summary>As the person named the file, without what would break out of a quotation or a line.</summary>
    public static string Of(Attachment file)
    {
        var name = string.Concat((file.FileName ?? "").Where(character => !char.IsControl(character) && character is not ('<' or '>' or '"' or '`')));
        if (name.Length <= LongestName)
            return name.Length > 0 ? name : "file";

        // The ending says what it is.
        var ending = Path.GetExtension(name) is { Length: <= 10 } extension ? extension : "";
        var length = LongestName - ending.Length - 1;
        return $"{name[..(char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)]}…{ending}";
    }
}
