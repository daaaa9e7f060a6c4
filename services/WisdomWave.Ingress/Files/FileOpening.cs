namespace WisdomWave.Ingress.Files;

/// <summary>What came of asking Telegram for a file.</summary>
internal abstract record FileOpening
{
    private FileOpening()
    {
    }

    /// <param name="Content">To be disposed when read.</param>
    /// <param name="Length">Bytes, where known.</param>
    /// <param name="MediaType">By the name's ending.</param>
    public sealed record Opened(Stream Content, long? Length, string MediaType) : FileOpening;

    /// <summary>Telegram does not know it, or not any more.</summary>
    public sealed record Missing : FileOpening;

    /// <summary>Over what bots may fetch.</summary>
    public sealed record TooBig : FileOpening;

    /// <summary>Telegram cannot be reached, wants to be left in peace, or has put the file where it cannot be read.</summary>
    public sealed record Away(TimeSpan RetryAfter) : FileOpening;
}
