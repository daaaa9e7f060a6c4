namespace WisdomWave.Dialog.Attachments.Documents;

/// <summary>Text of any kind: prose, code, tables, logs, markup.</summary>
internal static class PlainText
{
    /// <exception cref="DocumentException">It is no text.</exception>
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        // A character takes 4 bytes at most: more would not be looked at.
        var length = (int)Math.Min(file.Length, (4L * bounds.MaxCharacters) + 4);
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        if (TextEncoding.Of(bytes) is not { } encoding)
            throw new DocumentException(DocumentProblem.Unsupported);

        var mark = bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        var text = encoding.GetString(bytes.AsSpan(mark));
        return text.Length <= bounds.MaxCharacters
            ? new(text, file.Length == length)
            : new(text[..bounds.MaxCharacters], IsWhole: false);
    }
}
