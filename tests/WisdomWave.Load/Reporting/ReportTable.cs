using System.Globalization;

namespace WisdomWave.Load.Reporting;

/// <summary>Prints a scenario: its windows while it runs, its figures at the end.</summary>
internal static class ReportTable
{
    private const int NameWidth = 44;

    public static void WriteHeader(ScenarioReport scenario)
    {
        Console.WriteLine();
        Console.WriteLine($"== {scenario.Name}");
        foreach (var (name, value) in scenario.Settings)
            Console.WriteLine($"   {name} = {value}");
        Console.WriteLine();
        Console.WriteLine("      s   turns/s       p50       p95       p99       max  CPU ms/turn   waiting");
    }

    public static void WriteWindow(WindowReport window) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{window.Seconds,7:0}{window.TurnsPerSecond,10:0.0}{Milliseconds(window.P50)}{Milliseconds(window.P95)}{Milliseconds(window.P99)}{Milliseconds(window.Longest)}{window.CpuPerTurn,13:0.00}{window.Waiting,10}{(window.IsSteady ? "" : "  warm-up")}"));

    public static void WriteMeasures(ScenarioReport scenario)
    {
        Console.WriteLine();
        foreach (var measure in scenario.Measures)
        {
            var name = measure.Of is null ? measure.Name : $"  {measure.Of}";
            // A total that is only the sum of its parts gets no line.
            var isFirst = measure.Of is not null && scenario.Measures.Find(other => other.Name == measure.Name) == measure;
            if (isFirst)
                Console.WriteLine(measure.Name);
            Console.WriteLine($"{name.PadRight(NameWidth)}{Value(measure)}");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{"load of the machine before and after".PadRight(NameWidth)}{scenario.LoadBefore,12:0.00}{scenario.LoadAfter,8:0.00}"));
    }

    public static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 1000 => "#,0", >= 100 => "0.0", >= 1 => "0.00", _ => "0.000" }, CultureInfo.InvariantCulture);

    private static string Value(Measure measure) => measure.Value is { } value
        ? $"{(measure.Unit is "turns" or "messages" ? value.ToString("#,0", CultureInfo.InvariantCulture) : Number(value)),12} {measure.Unit}"
        : $"{"n/a",12} {measure.Note}";

    private static string Milliseconds(double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known,10:0.0}") : $"{"-",10}";
}
