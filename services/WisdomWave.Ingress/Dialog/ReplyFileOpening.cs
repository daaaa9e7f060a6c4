namespace WisdomWave.Ingress.Dialog;

/// <summary>What came of asking dialog for a file of a reply.</summary>
internal abstract record ReplyFileOpening
{
    private ReplyFileOpening()
    {
    }

    /// <param name="Content">To be disposed when read.</param>
    public sealed record Opened(Stream Content) : ReplyFileOpening;

    /// <summary>Dialog does not have it, or not any more.</summary>
    public sealed record Missing(int Status) : ReplyFileOpening;

    /// <summary>Dialog cannot be reached or cannot answer now.</summary>
    public sealed record Away : ReplyFileOpening;
}
