using System.Globalization;

namespace WisdomWave.Load.Reporting;

/// <summary>Compares two reports figure by figure.</summary>
internal sealed class Comparison(Report before, Report after, double threshold)
{
    // For these, more is better; for all others, less.
    private static readonly string[] Gains = ["answered", "throughput"];

    // Per turn; smaller values are noise.
    private const double Negligible = 0.005;

    public int Worse { get; private set; }

    public int Better { get; private set; }

    public void Write()
    {
        Console.WriteLine($"before  {before.At:u}  {before.Machine}");
        Console.WriteLine($"after   {after.At:u}  {after.Machine}");
        foreach (var scenario in before.Scenarios)
        {
            if (after.Scenarios.Find(other => other.Name == scenario.Name) is { } later)
                Write(scenario, later);
            else
                Console.WriteLine($"\n== {scenario.Name}: only in the first report");
        }

        Console.WriteLine($"\n{Better} better and {Worse} worse by more than {threshold:0} %.");
    }

    private void Write(ScenarioReport scenario, ScenarioReport later)
    {
        Console.WriteLine($"\n== {scenario.Name}");
        foreach (var (name, value) in scenario.Settings)
        {
            if (later.Settings.GetValueOrDefault(name) is var other && other != value)
                Console.WriteLine($"   {name} was {value} and is {other ?? "not set"}: the figures may not be comparable");
        }

        // A report has no line for a command or an exception that did not occur.
        var gone = scenario.Measures.Where(measure => measure.Of is not null && Find(later, measure) is null);
        var come = later.Measures.Where(measure => measure.Of is not null && Find(scenario, measure) is null);
        foreach (var measure in scenario.Measures.Except(gone))
        {
            if (measure.Value is { } from && Find(later, measure)?.Value is { } to)
                Console.WriteLine(Line(measure, from, to));
        }

        foreach (var measure in gone)
            Console.WriteLine(Line(measure, measure.Value ?? 0, 0));
        foreach (var measure in come)
            Console.WriteLine(Line(measure, 0, measure.Value ?? 0));
    }

    private static Measure? Find(ScenarioReport scenario, Measure measure) =>
        scenario.Measures.Find(other => other.Name == measure.Name && other.Of == measure.Of);

    private string Line(Measure measure, double from, double to)
    {
        var name = measure.Of is null ? measure.Name : $"{measure.Name}: {measure.Of}";
        var isSmall = Math.Abs(to - from) < Negligible;
        double? change = isSmall ? 0 : from == 0 ? null : 100 * (to - from) / from;
        var mark = "";
        if (!isSmall && (change is null || Math.Abs(change.Value) > threshold))
        {
            var isBetter = Gains.Contains(measure.Name) == to > from;
            (Better, Worse) = isBetter ? (Better + 1, Worse) : (Better, Worse + 1);
            mark = isBetter ? "  better" : "  WORSE";
        }

        var percent = change is { } known ? known.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %" : "new";
        return $"{name,-56}{ReportTable.Number(from),12}{ReportTable.Number(to),12}{percent,10} {measure.Unit}{mark}";
    }
}
