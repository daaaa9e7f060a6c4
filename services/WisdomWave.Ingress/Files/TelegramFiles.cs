using Microsoft.AspNetCore.StaticFiles;
using Telegram.Bot.Requests;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Files;

/// <summary>Downloads files that users sent to a bot.</summary>
internal sealed class TelegramFiles(LocalFiles local)
{
    /// <summary>Bytes; the limit of Telegram's own servers. A self-hosted server without <c>--local</c> has the same and reports it itself.</summary>
    private const long Limit = 20 * 1024 * 1024;

    private const string AnyType = "application/octet-stream";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Longer than anybody waits for a file, because only the operator can fix the cause.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(5);

    private static readonly FileExtensionContentTypeProvider MediaTypes = new()
    {
        // Telegram's voice messages.
        Mappings = { [".oga"] = "audio/ogg" },
    };

    public async Task<TelegramFileResult> OpenAsync(TelegramApi api, string fileId, CancellationToken cancellationToken)
    {
        var (file, failure) = await api.SendAsync(new GetFileRequest { FileId = fileId }, cancellationToken);
        if (failure is not null)
            return Because(failure);
        if (!api.IsOwnServer && file!.FileSize > Limit)
            return new TelegramFileResult.TooBig();
        if (file!.FilePath is not { Length: > 0 } path)
            return new TelegramFileResult.Missing();
        var type = MediaTypes.TryGetContentType(path, out var known) ? known : AnyType;
        if (api.IsOwnServer && LocalFiles.IsLocal(path))
            return local.TryOpen(path) is { } stream ? new TelegramFileResult.Opened(stream, stream.Length, type) : new TelegramFileResult.Away(LongPause);

        var (content, lost) = await api.OpenFileAsync(path, cancellationToken);
        return lost is null ? new TelegramFileResult.Opened(content!, file.FileSize, type) : Because(lost);
    }

    private static TelegramFileResult Because(TelegramFailure failure) => failure.Kind switch
    {
        TelegramFailureKind.BadRequest when failure.Reason.Contains("file is too big", StringComparison.OrdinalIgnoreCase) => new TelegramFileResult.TooBig(),
        TelegramFailureKind.FloodWait or TelegramFailureKind.Unavailable or TelegramFailureKind.Unauthorized =>
            new TelegramFileResult.Away(failure.RetryAfter ?? Pause),
        _ => new TelegramFileResult.Missing(),
    };
}

/// <summary>Telegram's response to a request for a file.</summary>
internal abstract record TelegramFileResult
{
    private TelegramFileResult()
    {
    }

    /// <param name="Content">Dispose after reading.</param>
    /// <param name="Length">Bytes; null when unknown.</param>
    /// <param name="MediaType">Derived from the file extension.</param>
    public sealed record Opened(Stream Content, long? Length, string MediaType) : TelegramFileResult;

    /// <summary>Telegram does not know the file, or no longer knows it.</summary>
    public sealed record Missing : TelegramFileResult;

    /// <summary>The file is larger than bots may download.</summary>
    public sealed record TooBig : TelegramFileResult;

    /// <summary>Telegram is unreachable or asks to wait, or the local file cannot be read.</summary>
    public sealed record Away(TimeSpan RetryAfter) : TelegramFileResult;
}
