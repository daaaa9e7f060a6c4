using System.Text;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Attachments;

/// <summary>
/// Builds the question from its attachments and from what the person <paramref name="written"/> with them. <paramref name="texts"/>
/// are in the person's language.
/// </summary>
internal sealed class AttachmentQuestionBuilder(string written, Texts texts)
{
    /// <summary>The person sees this much of a transcript, enough to check it. The model gets all of it.</summary>
    private const int MaxQuoteLength = 3000;

    // The question is for the model and so in English. The attachments come before the person's own text.
    private readonly StringBuilder _question = new();
    private readonly StringBuilder _preface = new();
    private readonly List<string> _pictures = [];
    private readonly List<string> _notes = [];
    private bool _hasContent;

    public Texts Texts => texts;

    public void AddTranscript(string words)
    {
        Add(words);
        _hasContent = true;
        var quote = TextCut.WithEllipsis(words, MaxQuoteLength);
        _preface.Append("> 🎤 ").Append(MarkdownText.Escape(quote).ReplaceLineEndings("\n> ")).Append("\n\n");
    }

    public void AddPicture(string fileId)
    {
        Add("[Picture]");
        _hasContent = true;
        _pictures.Add(fileId);
    }

    public void AddUnseenPicture(string model)
    {
        Add("[A picture that you cannot see]");
        AddNote(written.Length > 0 ? texts.AttachmentPictureLeftOut(model) : texts.AttachmentBlind(model));
    }

    public void AddDocument(string name, DocumentText document)
    {
        var guess = document.GuessedEncoding is { } encoding ? $"[The encoding of this file was guessed: {encoding}.]\n" : "";
        var end = document.IsWhole ? "" : "\n[The file goes on; this is its beginning.]";
        Add($"<file name=\"{name}\">\n{guess}{document.Text.Trim()}{end}\n</file>");
        _hasContent = true;
        if (!document.IsWhole)
            AddNote(texts.AttachmentCut(name));
        if (document.GuessedEncoding is { } guessed)
            AddNote(texts.AttachmentEncoding(name, guessed));
    }

    public void AddFailure(Attachment file, string sentence)
    {
        Add(file.FileName is null ? "[Something that could not be read]" : $"[The file \"{AttachmentName.Of(file)}\", which could not be read]");
        AddNote(sentence);
    }

    /// <summary>A video, a sticker, a location and so on. The text may refer to it, so the model and the person are told that it was not seen.</summary>
    public void AddUnsupported(AttachmentKind kind)
    {
        Add($"[{NameOf(kind)} that you cannot see]");
        AddNote(written.Length > 0 ? texts.AttachmentUnseen(kind) : texts.AttachmentOther);
    }

    public void AddNote(string sentence)
    {
        if (!_notes.Contains(sentence))
            _notes.Add(sentence);
    }

    public (string Text, AttachmentsResult Read) Build()
    {
        if (written.Length > 0)
            Add(written);
        return (_question.ToString(), new AttachmentsResult
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
