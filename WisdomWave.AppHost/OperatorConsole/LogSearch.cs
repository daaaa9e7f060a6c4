using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.OperatorConsole;

/// <summary>Prints the lines of all services' log files that contain the given words, in the order of time.</summary>
/// <remarks><code>dotnet run --project WisdomWave.AppHost -- logs 019a8b2e-5d0f-7c11-9a55-2f1d6c3b9e10</code></remarks>
internal static class LogSearch
{
    public const string Verb = "logs";

    /// <returns>The exit code: 1 if there are no log files.</returns>
    public static int Print(IConfiguration configuration, Settings settings, string[] words, TextWriter output, TextWriter errors)
    {
        var directory = DataDirectory.LogsOf(configuration, settings);
        var services = Directory.Exists(directory)
            ? Directory.GetFiles(directory, "*.json").GroupBy(ServiceOf).Select(files => LinesOf(files.Key, files.Order(FileOrder), words)).ToArray()
            : [];
        if (services.Length == 0)
        {
            errors.WriteLine($"There are no log files in {directory}; set WISDOMWAVE_DATA_DIR as at the start of the application.");
            return 1;
        }

        // The files of each service are in order, and together may be larger than the memory: only one line of each is in memory.
        var next = new PriorityQueue<IEnumerator<Line>, DateTimeOffset>();
        foreach (var lines in services)
            Advance(lines.GetEnumerator());
        while (next.TryDequeue(out var lines, out _))
        {
            lines.Current.Print(output);
            Advance(lines);
        }

        return 0;

        void Advance(IEnumerator<Line> lines)
        {
            if (lines.MoveNext())
                next.Enqueue(lines, lines.Current.Time);
            else
                lines.Dispose();
        }
    }

    /// <summary><c>completion-2-20261128_001.json</c> is a file of <c>completion-2</c>.</summary>
    private static string ServiceOf(string file) => Path.GetFileName(file)[..Math.Max(0, Path.GetFileName(file).LastIndexOf('-'))];

    /// <summary>Without the extension, which would put <c>dialog-20261128.json</c> behind <c>dialog-20261128_001.json</c>.</summary>
    private static readonly IComparer<string> FileOrder =
        Comparer<string>.Create((one, other) => string.CompareOrdinal(Path.GetFileNameWithoutExtension(one), Path.GetFileNameWithoutExtension(other)));

    private static IEnumerable<Line> LinesOf(string service, IEnumerable<string> files, string[] words)
    {
        foreach (var file in files)
        {
            // A running service may have removed its oldest file by now.
            if (Open(file) is not { } stream)
                continue;
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } text)
            {
                if (Array.TrueForAll(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) && Line.TryRead(service, text) is { } line)
                    yield return line;
            }
        }
    }

    private static FileStream? Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private sealed record Line(string Service, DateTimeOffset Time, string Level, string Category, string Message, string? Trace, string? Exception)
    {
        /// <returns>Null for a line that the end of a process has cut off.</returns>
        public static Line? TryRead(string service, string text)
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                var line = json.RootElement;
                var category = Text("SourceContext") ?? "";
                return new(
                    service, line.GetProperty("@t").GetDateTimeOffset(), Abbreviate(Text("@l")), category[(category.LastIndexOf('.') + 1)..],
                    Text("@m") ?? "", Text("@tr"), Text("@x"));

                string? Text(string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                return null;
            }
        }

        public void Print(TextWriter output)
        {
            output.WriteLine($"{Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)} {Service} {Level} {Category}: {Message}{(Trace is null ? "" : $" (trace {Trace})")}");
            if (Exception is not null)
                output.WriteLine("  " + Exception.ReplaceLineEndings(Environment.NewLine + "  "));
        }

        /// <summary>As on the console. Without a level, a line is information.</summary>
        private static string Abbreviate(string? level) => level switch
        {
            null => "info",
            "Warning" => "warn",
            "Error" => "fail",
            "Fatal" => "crit",
            "Debug" => "dbug",
            _ => "trce",
        };
    }
}
