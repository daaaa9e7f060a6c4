namespace WisdomWave.Dialog.Attachments;

/// <summary>What came of reading a question's attachments, beside the text that is now the question's.</summary>
internal sealed record ReadAttachments
{
    /// <summary>Markdown that stands before the answer: what was said in a recording. Not part of what the model said.</summary>
    public string Preface { get; init; } = "";

    /// <summary>The files of the pictures that go with the question.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <summary>What the person has to know, sentences in their language.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>False when nothing of it can be answered: then the notes are the reply.</summary>
    public bool IsAnswerable { get; init; } = true;
}
