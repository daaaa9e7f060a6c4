using System.Globalization;
using System.Diagnostics;
using System.Net.Http.Json;
using WisdomWave.Load.Measuring;
using WisdomWave.Load.Outside;
using WisdomWave.Load.Processes;
using WisdomWave.Load.Reporting;

namespace WisdomWave.Load.Scenarios;

/// <summary>Runs one scenario from the start of its processes to their end.</summary>
internal sealed class ScenarioRunner(Scenario scenario, HttpClient http)
{
    private static readonly TimeSpan WindowLength = TimeSpan.FromSeconds(10);

    /// <summary>After the first answer, methods are still being recompiled in the background.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <exception cref="LoadException">A process has ended, or nothing was answered.</exception>
    public async Task<ScenarioReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new ScenarioReport { Name = scenario.Name, LoadBefore = Machine.Load, LoadAfter = 0, Settings = Describe() };
        ReportTable.WriteHeader(report);

        var started = Stopwatch.GetTimestamp();
        await using var fleet = await Fleet.StartAsync(scenario, http, cancellationToken);
        await FirstAnswerAsync(fleet, cancellationToken);
        var firstAnswer = Stopwatch.GetElapsedTime(started);

        await Task.Delay(Settling, cancellationToken);
        if (scenario.StoredTurns > 0)
        {
            Console.WriteLine($"  Storing {scenario.StoredTurns:#,0} turns");
            StoredTurns.Add(fleet.DatabasePath, scenario.StoredConversations, scenario.StoredTurns, cancellationToken);
        }

        var sampler = new Sampler(fleet, http);
        var idle = await WatchAsync(sampler, scenario.Idle, await sampler.TakeAsync(cancellationToken), cancellationToken);
        var windows = await LoadAsync(fleet, sampler, report, cancellationToken);
        var verdict = await EndAsync(fleet, cancellationToken);
        var after = await sampler.TakeAsync(cancellationToken);

        var steady = windows.Where(IsSteady(windows[0])).ToList();
        if (steady.Count == 0)
            throw new LoadException("No window is left after the warm-up: give a longer --duration or a shorter --warm-up.");
        report.Measures.AddRange(Measures.Of(new ScenarioRun(scenario, firstAnswer, idle, windows, Window.Join(steady), after, verdict)));
        report = report with { LoadAfter = Machine.Load };
        ReportTable.WriteMeasures(report);
        foreach (var strange in verdict.Samples)
            Console.WriteLine($"  The bot also said: {strange}");
        return report;
    }

    private async Task<List<Window>> LoadAsync(Fleet fleet, Sampler sampler, ScenarioReport report, CancellationToken cancellationToken)
    {
        var windows = new List<Window>();
        var last = await sampler.TakeAsync(cancellationToken);
        var plan = new LoadPlan { Rate = scenario.Rate, Conversations = scenario.Conversations, Turns = scenario.Turns, Patience = scenario.Patience };
        using var _ = await http.PostAsJsonAsync(new Uri(fleet.Control, "begin"), plan, OutsideJson.Default.LoadPlan, cancellationToken);
        for (var left = scenario.Duration; left > TimeSpan.Zero; left -= WindowLength)
        {
            windows.Add(await WatchAsync(sampler, left < WindowLength ? left : WindowLength, last, cancellationToken));
            last = windows[^1].To;
            var described = Describe(windows[^1], windows[0]);
            report.Windows.Add(described);
            ReportTable.WriteWindow(described);
        }

        return windows;
    }

    private static async Task<Window> WatchAsync(Sampler sampler, TimeSpan duration, Sample from, CancellationToken cancellationToken)
    {
        await Task.Delay(duration, cancellationToken);
        var to = await sampler.TakeAsync(cancellationToken);
        return new(from, to, to.Outside.Added);
    }

    private async Task FirstAnswerAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(scenario.Patience * 4);
        var answer = http.GetStringAsync(new Uri(fleet.Control, "ask"), patience.Token);
        while (!answer.IsCompleted)
        {
            await fleet.CheckAsync();
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken));
        }

        try
        {
            await answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LoadException($"The application did not answer its first question.\n{await fleet.Services[^1].Process.LastLinesAsync(30)}");
        }
    }

    private async Task<Verdict> EndAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        var patience = ((int)scenario.Patience.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return await http.GetFromJsonAsync(new Uri(fleet.Control, $"end?patience={patience}"), OutsideJson.Default.Verdict, cancellationToken)
            ?? throw new LoadException("The process outside does not say what became of the questions.");
    }

    private Func<Window, bool> IsSteady(Window first) => window => window.From.At - first.From.At >= scenario.WarmUp;

    private WindowReport Describe(Window window, Window first) => new(
        Math.Round((window.To.At - first.From.At).TotalSeconds),
        window.TurnsPerSecond,
        window.Added.Percentile(50),
        window.Added.Percentile(95),
        window.Added.Percentile(99),
        window.Added.Longest / 1000.0,
        window.Turns == 0 ? 0 : 1000 * window.Services.Sum(window.CpuSeconds) / window.Turns,
        window.Waiting,
        IsSteady(first)(window));

    private Dictionary<string, string> Describe()
    {
        var text = new Dictionary<string, string>
        {
            ["load"] = scenario.Rate > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{scenario.Rate} turns/s")
                : $"{scenario.Conversations} conversations",
            ["turns of a chat"] = $"{scenario.Turns}",
            ["model"] = string.Create(CultureInfo.InvariantCulture, $"{scenario.ModelTime.TotalSeconds} s, {scenario.Chunks} chunks, {scenario.AnswerLength} characters"),
            ["duration"] = string.Create(CultureInfo.InvariantCulture, $"{scenario.Duration.TotalSeconds} s, the first {scenario.WarmUp.TotalSeconds} s are warm-up"),
        };
        if (scenario.Bots > 1)
            text["bots"] = $"{scenario.Bots}";
        if (scenario.StoredTurns > 0)
            text["stored before"] = $"{scenario.StoredTurns} turns of {scenario.StoredConversations} conversations";
        foreach (var (name, value) in scenario.Settings)
            text[name] = value;
        return text;
    }
}
