using System.Text.RegularExpressions;

namespace WisdomWave.AppHost.Tests.OperatorConsole;

public sealed partial class LogSearchTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("wisdomwave-logsearch-").FullName;

    [Fact]
    public async Task LinesOfAllServicesAreInTheOrderOfTime()
    {
        Write("dialog-20261127.json", """{"@t":"2026-11-27T10:00:01Z","@m":"1","SourceContext":"WisdomWave.Dialog.Writer"}""");
        Write("dialog-20261128.json", """{"@t":"2026-11-28T10:00:01Z","@m":"3","@l":"Warning","@tr":"abc","SourceContext":"WisdomWave.Dialog.Writer"}""");
        Write(
            "dialog-20261128_001.json",
            """{"@t":"2026-11-28T10:00:03Z","@m":"5","@l":"Error","@x":"System.Exception: no\n   at there","SourceContext":"WisdomWave.Dialog.Writer"}""",
            """{"@t":"2026-11-28T10:00:04Z","@m":"cut o""");
        Write("ingress-20261128.json", """{"@t":"2026-11-28T10:00:00Z","@m":"2","SourceContext":"Bot"}""", """{"@t":"2026-11-28T10:00:02Z","@m":"4","SourceContext":"Bot"}""");
        Write("dialog.lock");

        Assert.Equal(
            [
                "dialog info Writer: 1",
                "ingress info Bot: 2",
                "dialog warn Writer: 3 (trace abc)",
                "ingress info Bot: 4",
                "dialog fail Writer: 5",
                "  System.Exception: no",
                "     at there",
            ],
            await SearchAsync());
    }

    [Fact]
    public async Task OnlyLinesWithAllWordsArePrinted()
    {
        Write(
            "completion-2-20261128.json",
            """{"@t":"2026-11-28T10:00:00Z","@m":"asked","Turn":"019a","SourceContext":"Completer"}""",
            """{"@t":"2026-11-28T10:00:01Z","@m":"failed","Turn":"019a","SourceContext":"Completer"}""",
            """{"@t":"2026-11-28T10:00:02Z","@m":"failed","Turn":"019b","SourceContext":"Completer"}""");

        Assert.Equal(["completion-2 info Completer: failed"], await SearchAsync("019A", "failed"));
    }

    [Fact]
    public async Task WithoutLogFilesItSaysWhereItLooked()
    {
        var run = await RunAsync();

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"There are no log files in {Path.Combine(_data, "logs")}; ", run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private void Write(string file, params string[] lines)
    {
        Directory.CreateDirectory(Path.Combine(_data, "logs"));
        File.WriteAllLines(Path.Combine(_data, "logs", file), lines);
    }

    /// <summary>Without the times, which are local.</summary>
    private async Task<string[]> SearchAsync(params string[] words)
    {
        var run = await RunAsync(words);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Time().Replace(line.TrimEnd('\r'), ""))];
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] words) => Command.RunAsync(
        "dotnet", [AppHostProgram.File, "logs", .. words], new(TestSettings.FreePorts) { ["WISDOMWAVE_DATA_DIR"] = _data });

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} ")]
    private static partial Regex Time();
}
