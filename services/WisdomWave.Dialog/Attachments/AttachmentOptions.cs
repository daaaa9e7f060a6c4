namespace WisdomWave.Dialog.Attachments;

/// <summary>Limits for reading attachments (<c>Attachments</c>).</summary>
internal sealed class AttachmentOptions
{
    /// <summary>Bytes of one file. Telegram gives bots at most 20 MB; a self-hosted Bot API server gives more.</summary>
    public long MaxBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Files of one question. An album has up to ten.</summary>
    public int MaxFiles { get; set; } = 10;

    /// <summary>Time to fetch a file, including retries.</summary>
    public TimeSpan FetchLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time to transcribe a recording.</summary>
    public TimeSpan TranscriptionLimit { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Time to extract a document's text.</summary>
    public TimeSpan ReadLimit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of memory that reading one document may use.</summary>
    public long ReadMemory { get; set; } = 512 * 1024 * 1024;

    /// <summary>Documents that are read at the same time, each in its own process.</summary>
    public int ReadersAtOnce { get; set; } = 2;

    /// <summary>Pages of a PDF that are read.</summary>
    public int MaxPages { get; set; } = 500;

    /// <summary>Characters of a document's text. The prompt budget is usually lower.</summary>
    public int MaxCharacters { get; set; } = 400_000;

    /// <summary>Bytes of one picture.</summary>
    public int MaxPictureBytes { get; set; } = 5 * 1024 * 1024;

    /// <summary>Pictures in a prompt. Pictures of earlier turns are repeated up to this number; the question's own are always included.</summary>
    public int MaxPictures { get; set; } = 4;

    /// <summary>Tokens to reserve for a picture: about what current models count for 1280 pixels.</summary>
    public int PictureTokens { get; set; } = 1000;

    /// <summary>Bytes of pictures that are cached for the next questions.</summary>
    public int PictureMemoryBytes { get; set; } = 16 * 1024 * 1024;
}
