using Microsoft.AspNetCore.StaticFiles;
using Telegram.Bot.Requests;
using WisdomWave.Ingress.Bots;

namespace WisdomWave.Ingress.Files;

/// <summary>Files that people have sent to a bot.</summary>
internal sealed class TelegramFiles(LocalFiles local)
{
    /// <summary>Of Telegram's own servers. A server of one's own without <c>--local</c> has the same and says so itself.</summary>
    private const long Limit = 20 * 1024 * 1024;

    private const string AnyType = "application/octet-stream";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Longer than anybody waits for a file: only the operator can change it.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(5);

    private static readonly FileExtensionContentTypeProvider MediaTypes = new()
    {
        // Telegram's voice messages.
        Mappings = { [".oga"] = "audio/ogg" },
    };

    public async Task<FileOpening> OpenAsync(TelegramApi api, string fileId, CancellationToken cancellationToken)
    {
        var (file, failure) = await api.SendAsync(new GetFileRequest { FileId = fileId }, cancellationToken);
        if (failure is not null)
            return Because(failure);
        if (!api.IsOwnServer && file!.FileSize > Limit)
            return new FileOpening.TooBig();
        if (file!.FilePath is not { Length: > 0 } path)
            return new FileOpening.Missing();
        var type = MediaTypes.TryGetContentType(path, out var known) ? known : AnyType;
        if (api.IsOwnServer && LocalFiles.IsLocal(path))
            return local.TryOpen(path) is { } stream ? new FileOpening.Opened(stream, stream.Length, type) : new FileOpening.Away(LongPause);

        var (content, lost) = await api.OpenFileAsync(path, cancellationToken);
        return lost is null ? new FileOpening.Opened(content!, file.FileSize, type) : Because(lost);
    }

    private static FileOpening Because(TelegramFailure failure) => failure.Kind switch
    {
        TelegramFailureKind.BadRequest when failure.Reason.Contains("file is too big", StringComparison.OrdinalIgnoreCase) => new FileOpening.TooBig(),
        TelegramFailureKind.FloodWait or TelegramFailureKind.Unavailable or TelegramFailureKind.Unauthorized =>
            new FileOpening.Away(failure.RetryAfter ?? Pause),
        _ => new FileOpening.Missing(),
    };
}
