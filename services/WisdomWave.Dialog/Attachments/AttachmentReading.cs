using System.Text;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Attachments;

/// <summary>A question while its attachments are read, one after the other.</summary>
/// <param name="written">What the person wrote beside them.</param>
/// <param name="texts">The person's language.</param>
internal sealed class AttachmentReading(string written, Texts texts)
{
    /// <summary>Enough of a long recording to see that it was understood; the model gets all of it.</summary>
    private const int LongestQuote = 3000;

    // For the model, whose language is not the person's; it stands before what they ask about it.
    private readonly StringBuilder _question = new();
    private readonly StringBuilder _preface = new();
    private readonly List<string> _pictures = [];
    private readonly List<string> _notes = [];
    private bool _hasContent;

    public Texts Texts => texts;

    public void Heard(string words)
    {
        Add(words);
        _hasContent = true;
        var shown = words.Length <= LongestQuote ? words : words[..(char.IsHighSurrogate(words[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote)] + "…";
        _preface.Append("> 🎤 ").Append(MarkdownText.Escape(shown).ReplaceLineEndings("\n> ")).Append("\n\n");
    }

    public void Seen(string fileId)
    {
        Add("[Picture]");
        _hasContent = true;
        _pictures.Add(fileId);
    }

    public void Unseen(string model)
    {
        Add("[A picture that you cannot see]");
        Note(written.Length > 0 ? texts.AttachmentPictureLeftOut(model) : texts.AttachmentBlind(model));
    }

    public void Document(string name, DocumentText document)
    {
        var guess = document.GuessedEncoding is { } encoding ? $"[The encoding of this file was guessed: {encoding}.]\n" : "";
        var end = document.IsWhole ? "" : "\n[The file goes on; this is its beginning.]";
        Add($"<file name=\"{name}\">\n{guess}{document.Text.Trim()}{end}\n</file>");
        _hasContent = true;
        if (!document.IsWhole)
            Note(texts.AttachmentCut(name));
        if (document.GuessedEncoding is { } guessed)
            Note(texts.AttachmentEncoding(name, guessed));
    }

    public void Failed(Attachment file, string sentence)
    {
        Add(file.FileName is null ? "[Something that could not be read]" : $"[The file \"{AttachmentName.Of(file)}\", which could not be read]");
        Note(sentence);
    }

    /// <summary>A video, a sticker, a place, …: the text may be about it, so the model and the person are told that it was not seen.</summary>
    public void Useless(AttachmentKind kind)
    {
        Add($"[{NameOf(kind)} that you cannot see]");
        Note(written.Length > 0 ? texts.AttachmentUnseen(kind) : texts.AttachmentOther);
    }

    public void Note(string sentence)
    {
        if (!_notes.Contains(sentence))
            _notes.Add(sentence);
    }

    public (string Text, ReadAttachments Read) End()
    {
        if (written.Length > 0)
            Add(written);
        return (_question.ToString(), new ReadAttachments
        {
            Preface = _preface.ToString(),
            Pictures = _pictures,
            Notes = _notes,
            IsAnswerable = _hasContent || written.Length > 0,
        });
    }

    private static string NameOf(AttachmentKind kind) => kind switch
    {
        AttachmentKind.Video => "A video",
        AttachmentKind.Animation => "An animation",
        AttachmentKind.Sticker => "A sticker",
        AttachmentKind.Location => "A place on the map",
        AttachmentKind.Contact => "A contact",
        AttachmentKind.Poll => "A poll",
        AttachmentKind.Dice => "A dice roll",
        AttachmentKind.Game => "A game",
        AttachmentKind.Invoice => "An invoice",
        AttachmentKind.Story => "A story",
        AttachmentKind.PaidMedia => "Paid media",
        AttachmentKind.Checklist => "A checklist",
        AttachmentKind.Giveaway => "A giveaway",
        _ => "Something",
    };

    private void Add(string text)
    {
        if (_question.Length > 0)
            _question.Append("\n\n");
        _question.Append(text);
    }
}
