using System.Diagnostics;
using System.Text.Json;
using WisdomWave.Dialog.Attachments.Documents.Formats;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>
/// The main program of a reading process, which reads one document and exits. Parsers of untrusted files run only here, so they
/// cannot crash dialog.
/// </summary>
internal static class DocumentWorker
{
    /// <summary>The argument that runs dialog's own program as a reading process.</summary>
    public const string Verb = "read-document";

    private const int MaxRequestBytes = 1000;

    /// <summary>Real documents nest deeper than the usual 1.5 MB stack allows.</summary>
    private const int StackBytes = 16 * 1024 * 1024;

    private static volatile bool _ranOutOfMemory;

    /// <returns>The exit code.</returns>
    public static int Run()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        ProcessLimits.PreferToBeKilled();

        // No request comes when dialog exits, or when its document could not be fetched.
        if (ReadRequest(input) is not { } request)
            return 0;

        ProcessLimits.Set(request.CpuSeconds);
        var file = new byte[request.Length];
        input.ReadExactly(file);
        new Thread(() => KillWhenClosed(input)) { IsBackground = true }.Start();

        // Lenient parsers swallow exceptions within a page, including this one.
        AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => _ranOutOfMemory |= thrown.Exception is OutOfMemoryException;
        var report = new DocumentReport();
        var reading = new Thread(() => report = Read(file, new DocumentBounds(request.MaxCharacters, request.MaxPages)), StackBytes);
        reading.Start();
        reading.Join();
        if (_ranOutOfMemory)
            report = report.Problem is null ? report with { IsWhole = false } : new() { Problem = DocumentProblem.TookTooMuch };
        JsonSerializer.Serialize(output, report, DocumentJson.Relaxed.DocumentReport);
        return 0;
    }

    private static DocumentRequest? ReadRequest(Stream input)
    {
        var line = new List<byte>(MaxRequestBytes);
        while (line.Count < MaxRequestBytes)
        {
            var next = input.ReadByte();
            if (next is < 0)
                return null;
            if (next == '\n')
                return JsonSerializer.Deserialize([.. line], DocumentJson.Relaxed.DocumentRequest);
            line.Add((byte)next);
        }

        return null;
    }

    /// <summary>Kills this process when dialog closes the pipe, because dialog has exited or no longer wants the text. No cleanup is needed.</summary>
    private static void KillWhenClosed(Stream input)
    {
        try
        {
            while (input.ReadByte() >= 0)
            {
                // No more input is expected.
            }
        }
        catch (IOException)
        {
            // A broken pipe means the same.
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private static DocumentReport Read(byte[] file, DocumentBounds bounds)
    {
        try
        {
            var read = DocumentFormats.Read(new MemoryStream(file, writable: false), bounds);
            return new() { Text = read.Text, IsWhole = read.IsWhole, GuessedEncoding = read.GuessedEncoding };
        }
        catch (DocumentException exception)
        {
            return new() { Problem = exception.Problem, Error = exception.InnerException?.GetType().Name };
        }
        catch (Exception exception)
        {
            // Parsers throw all kinds of exceptions for malformed files.
            return new() { Problem = DocumentProblem.Corrupt, Error = exception.GetType().Name };
        }
    }
}
