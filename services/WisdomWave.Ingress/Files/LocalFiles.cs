using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace WisdomWave.Ingress.Files;

/// <summary>
/// Files on the disk of a Bot API server of one's own. Started with <c>--local</c>, it names their paths there and serves no downloads.
/// A path is only believed inside of the folder that the operator has named: it comes from another program.
/// </summary>
internal sealed partial class LocalFiles(IOptions<LocalFilesOptions> options, ILogger<LocalFiles> logger)
{
    private readonly ConcurrentDictionary<string, ValueTuple> _told = [];

    /// <summary><c>/var/lib/telegram-bot-api/123:AAE…/documents/file_1.pdf</c>, <c>C:\data\…</c>; Telegram's own are <c>documents/file_1.pdf</c>.</summary>
    public static bool IsLocal(string path) => LocalPath().IsMatch(path);

    /// <summary>Null when it cannot be read; the operator is told why, once for each reason. The path is not logged: it contains the token.</summary>
    public FileStream? TryOpen(string path)
    {
        if (options.Value.Folder is not { } folder)
        {
            Tell("names files by their paths on its disk, because it runs with --local", "Set it to the folder of the server's files, or run the server without --local");
            return null;
        }

        try
        {
            if (Find(path, folder) is { } file)
                return new FileStream(file, new FileStreamOptions { Options = FileOptions.Asynchronous, Share = FileShare.ReadWrite | FileShare.Delete });
        }
        catch (UnauthorizedAccessException)
        {
            Tell("has files that this service may not read", "Let the service's user read the folder");
        }
        catch (IOException)
        {
            Tell("named a file that could not be read", "Look at the disk of that folder");
        }

        return null;
    }

    private string? Find(string path, string folder)
    {
        if (!Path.IsPathFullyQualified(path) || path.Split('/', '\\').Contains("..") || !IsInside(Path.GetFullPath(path), Path.GetFullPath(folder)))
        {
            Tell("named a file outside of that folder", "Set it to the server's own folder; if the server runs in another container, mount its folder here under the same path");
            return null;
        }

        if (RealPath.Of(folder) is not { } realFolder || RealPath.Of(path) is not { } file || Directory.Exists(file))
        {
            Tell("named a file that is not there", "If the server runs in another container, mount its folder here under the same path");
            return null;
        }

        if (IsInside(file, realFolder))
            return file;
        Tell("named a link that leads out of that folder", "Such links are not followed");
        return null;
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void Tell(string what, string advice)
    {
        if (_told.TryAdd(what, default))
            LogUnreadable(LocalFilesOptions.Setting, what, advice);
    }

    [GeneratedRegex(@"^(/|\\\\|[A-Za-z]:[/\\])")]
    private static partial Regex LocalPath();

    [LoggerMessage(LogLevel.Error, "A file that somebody sent cannot be read, see {Setting}: the Bot API server {What}. {Advice}.")]
    private partial void LogUnreadable(string setting, string what, string advice);
}
