using System.Diagnostics;
using System.Text.Json;
using WisdomWave.Dialog.Attachments.Documents.Formats;

namespace WisdomWave.Dialog.Attachments.Documents.Processes;

/// <summary>
/// The process that reads one document and ends. Parsers of strangers' files run here alone: whatever they do to the process,
/// dialog lives on.
/// </summary>
internal static class DocumentWorker
{
    /// <summary>The first argument with which dialog's own program becomes a reading process.</summary>
    public const string Verb = "read-document";

    private const int LongestRequest = 1000;

    /// <summary>Documents that people made nest deeper than a thread's usual 1.5 MB take.</summary>
    private const int StackBytes = 16 * 1024 * 1024;

    private static volatile bool _ranOutOfMemory;

    /// <returns>The exit code.</returns>
    public static int Run()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        ProcessLimits.PreferToBeKilled();

        // Ends without a request when dialog does, or when dialog has no document after all.
        if (ReadRequest(input) is not { } request)
            return 0;

        ProcessLimits.Set(request.CpuSeconds);
        var file = new byte[request.Length];
        input.ReadExactly(file);
        new Thread(() => EndWith(input)) { IsBackground = true }.Start();

        // Lenient parsers catch whatever is thrown in a page and go on without it.
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
        var line = new List<byte>(LongestRequest);
        while (line.Count < LongestRequest)
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

    /// <summary>Dialog holds the other end for as long as it lives and wants the text. Killed rather than ended: nothing is to be tidied up.</summary>
    private static void EndWith(Stream input)
    {
        try
        {
            while (input.ReadByte() >= 0)
            {
                // Nothing more is expected.
            }
        }
        catch (IOException)
        {
            // The same.
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private static DocumentReport Read(byte[] file, DocumentBounds bounds)
    {
        try
        {
            var read = DocumentKinds.Read(new MemoryStream(file, writable: false), bounds);
            return new() { Text = read.Text, IsWhole = read.IsWhole, GuessedEncoding = read.GuessedEncoding };
        }
        catch (DocumentException exception)
        {
            return new() { Problem = exception.Problem, Error = exception.InnerException?.GetType().Name };
        }
        catch (Exception exception)
        {
            // Parsers of strangers' files throw whatever their code runs into.
            return new() { Problem = DocumentProblem.Corrupt, Error = exception.GetType().Name };
        }
    }
}
