namespace WisdomWave.Dialog.Attachments;

/// <summary>The bounds of what is read of attachments (<c>Attachments</c>).</summary>
internal sealed class AttachmentOptions
{
    /// <summary>Of one file; Telegram itself gives bots no more than 20 MB, a Bot API server of one's own may.</summary>
    public long MaxBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Of one question; an album has ten.</summary>
    public int MaxFiles { get; set; } = 10;

    /// <summary>Until a file is there, tries included.</summary>
    public TimeSpan FetchLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Until a recording is words.</summary>
    public TimeSpan TranscriptionLimit { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Until a document is text.</summary>
    public TimeSpan ReadLimit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of memory that reading one document may take.</summary>
    public long ReadMemory { get; set; } = 512 * 1024 * 1024;

    /// <summary>Documents that are read at one moment, each by a process of its own.</summary>
    public int ReadersAtOnce { get; set; } = 2;

    /// <summary>Pages of a PDF.</summary>
    public int MaxPages { get; set; } = 500;

    /// <summary>Of a document's text; the token budget is mostly lower.</summary>
    public int MaxCharacters { get; set; } = 400_000;

    /// <summary>Of one picture.</summary>
    public int MaxPictureBytes { get; set; } = 5 * 1024 * 1024;

    /// <summary>Pictures of earlier turns that a prompt repeats, the question's own included; those all go with it.</summary>
    public int MaxPictures { get; set; } = 4;

    /// <summary>What a picture takes of the token budget: about what current models count for one of 1280 pixels.</summary>
    public int PictureTokens { get; set; } = 1000;

    /// <summary>Pictures that are kept in memory for the questions that follow.</summary>
    public int PictureMemoryBytes { get; set; } = 16 * 1024 * 1024;
}
