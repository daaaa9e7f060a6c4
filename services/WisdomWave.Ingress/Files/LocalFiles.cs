using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace WisdomWave.Ingress.Files;

/// <summary>
/// Files on the disk of a self-hosted Bot API server. A server started with <c>--local</c> returns local paths and serves no downloads.
/// Paths are only accepted inside the configured folder, because they come from another program.
/// </summary>
internal sealed partial class LocalFiles(IOptions<LocalFilesOptions> options, ILogger<LocalFiles> logger)
{
    private readonly ConcurrentDictionary<string, ValueTuple> _reported = [];

    /// <summary>For instance <c>/var/lib/telegram-bot-api/123:AAE…/documents/file_1.pdf</c> or <c>C:\data\…</c>; Telegram's own paths look like <c>documents/file_1.pdf</c>.</summary>
    public static bool IsLocal(string path) => LocalPath().IsMatch(path);

    /// <summary>Null when the file cannot be read; each reason is logged once. The path is not logged because it contains the token.</summary>
    public FileStream? TryOpen(string path)
    {
        if (options.Value.Folder is not { } folder)
        {
            Report("returns paths on its disk, because it runs with --local", "Set it to the folder of the server's files, or run the server without --local");
            return null;
        }

        try
        {
            if (Find(path, folder) is { } file)
                return new FileStream(file, new FileStreamOptions { Options = FileOptions.Asynchronous, Share = FileShare.ReadWrite | FileShare.Delete });
        }
        catch (UnauthorizedAccessException)
        {
            Report("has files that this service is not allowed to read", "Grant the service's user read access to the folder");
        }
        catch (IOException)
        {
            Report("returned a file that could not be read", "Check the disk of that folder");
        }

        return null;
    }

    private string? Find(string path, string folder)
    {
        if (!Path.IsPathFullyQualified(path) || path.Split('/', '\\').Contains("..") || !IsInside(Path.GetFullPath(path), Path.GetFullPath(folder)))
        {
            Report("returned a file outside that folder", "Set it to the server's own folder; if the server runs in another container, mount its folder here under the same path");
            return null;
        }

        if (RealPath.Of(folder) is not { } realFolder || RealPath.Of(path) is not { } file || Directory.Exists(file))
        {
            Report("returned a file that does not exist here", "If the server runs in another container, mount its folder here under the same path");
            return null;
        }

        if (IsInside(file, realFolder))
            return file;
        Report("returned a link that leads out of that folder", "Such links are not followed");
        return null;
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void Report(string what, string advice)
    {
        if (_reported.TryAdd(what, default))
            LogUnreadable(LocalFilesOptions.Setting, what, advice);
    }

    [GeneratedRegex(@"^(/|\\\\|[A-Za-z]:[/\\])")]
    private static partial Regex LocalPath();

    [LoggerMessage(LogLevel.Error, "A file sent by a user cannot be read (see {Setting}): the Bot API server {What}. {Advice}.")]
    private partial void LogUnreadable(string setting, string what, string advice);
}
