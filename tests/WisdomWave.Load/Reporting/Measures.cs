using WisdomWave.Load.Measuring;
using WisdomWave.Load.Outside;
using WisdomWave.Load.Scenarios;

namespace WisdomWave.Load.Reporting;

/// <summary>Computes the figures from the counts, most of them per turn.</summary>
internal sealed class Measures
{
    private const string PerTurn = "/turn";

    private readonly Window _steady;
    private readonly string[] _services;
    private readonly List<Measure> _all = [];

    private Measures(Window steady)
    {
        _steady = steady;
        _services = [.. steady.Services.Reverse()];
    }

    public static List<Measure> Of(ScenarioRun run)
    {
        var measures = new Measures(run.Steady);
        measures.Outcome(run);
        measures.Latency(run);
        measures.Cpu(run);
        measures.Memory(run);
        measures.Calls(run);
        measures.Storage();
        measures.Runtime();
        return measures._all;
    }

    private void Outcome(ScenarioRun run)
    {
        Add("answered", run.Answered, "turns");
        Add("lost", run.Verdict.Lost, "turns");
        Add("doubled", run.Verdict.Doubled, "turns");
        Add("out of order", run.Verdict.OutOfOrder, "turns");
        Add("wrong prompts", run.Verdict.WrongPrompts, "turns");
        Add("other messages", run.Verdict.Strange, "messages");
        Add("throughput", _steady.TurnsPerSecond, "turns/s");
        Add("start to first answer", run.FirstAnswer.TotalSeconds, "s");
    }

    private void Latency(ScenarioRun run)
    {
        Add("added latency", "p50", _steady.Added.Percentile(50), "ms");
        Add("added latency", "p95", _steady.Added.Percentile(95), "ms");
        Add("added latency", "p99", _steady.Added.Percentile(99), "ms");
        Add("added latency", "max", _steady.Added.Longest / 1000.0, "ms");
        Add("added latency", "p99 of the first minute", Window.Join([.. run.Windows.TakeWhile(window => window.From.At - run.Windows[0].From.At < TimeSpan.FromMinutes(1))]).Added.Percentile(99), "ms");
    }

    private void Cpu(ScenarioRun run)
    {
        AddByService("CPU", service => PerTurnOf(1000 * _steady.CpuSeconds(service)), "ms" + PerTurn);
        foreach (var other in _steady.To.Processes.Keys.Except(_services))
            Add("CPU", other, PerTurnOf(1000 * _steady.CpuSeconds(other)), "ms" + PerTurn);
        AddByService("idle CPU", service => 100 * run.Idle.CpuSeconds(service) / run.Idle.Seconds, "% of a core");
    }

    private void Memory(ScenarioRun run)
    {
        AddByService("idle memory (PSS)", service => Megabytes(run.Idle.To.Processes[service].Proportional ?? run.Idle.To.Processes[service].Resident), "MB");
        AddByService("memory after the load (PSS)", service => Megabytes(run.After.Processes[service].Proportional ?? run.After.Processes[service].Resident), "MB");
        AddByService("peak memory (RSS)", service => Megabytes(run.After.Processes[service].PeakResident), "MB");
    }

    private void Calls(ScenarioRun run)
    {
        foreach (var service in _services)
            AddDetails(service, $"calls to {service}", "", metrics => metrics.RequestsByRoute());
        // A long-lived connection is counted when it closes.
        AddByService("incoming connections", service => PerTurnOf(_steady.Rise(service, "kestrel_connection_duration_seconds_count") ?? 0), PerTurn);

        Add("Telegram calls", PerTurnOf(Sum(_steady.To.Outside.TelegramCalls) - Sum(_steady.From.Outside.TelegramCalls)), PerTurn);
        foreach (var (method, count) in _steady.To.Outside.TelegramCalls)
            AddUnlessZero("Telegram calls", method, PerTurnOf(count - _steady.From.Outside.TelegramCalls.GetValueOrDefault(method)), PerTurn);
        Add("model calls", PerTurnOf(_steady.To.Outside.ModelCalls - _steady.From.Outside.ModelCalls), PerTurn);

        Traffic(run, "bytes between processes", link => link.Bytes, "B" + PerTurn);
        Traffic(run, "events between processes", link => link.Events, PerTurn);
        if (run.Scenario.CountsSpans)
            AddByService("spans", service => PerTurnOf(SpansOf(_steady.To, service) - SpansOf(_steady.From, service)), PerTurn);
        else
            Add("spans", null, PerTurn, "counted with --spans; without an OTLP endpoint there are none");
    }

    private void Storage()
    {
        if (_services.Contains("dialog"))
            Database();
        Redis();
    }

    private void Database()
    {
        var commits = _steady.Rise("dialog", "wisdomwave_database_commit_duration_seconds_count");
        var writes = _steady.Rise("dialog", "wisdomwave_database_commit_writes_sum") ?? _steady.Rise("dialog", "wisdomwave_database_commit_writes_write_sum");
        AddOr("database commits", PerTurnOf(commits), PerTurn, "dialog has no such metric");
        AddOr("database writes", PerTurnOf(writes), PerTurn, "dialog has no such metric");
        var bytes = _steady.To.Processes["dialog"].Written - _steady.From.Processes["dialog"].Written;
        AddOr("bytes written to disk", PerTurnOf(bytes), "B" + PerTurn, "the operating system does not report it");
    }

    private void Redis()
    {
        if (_steady is not { From.Redis: { } before, To.Redis: { } after })
        {
            Add("Redis commands", null, PerTurn, "no redis-server on the PATH");
            return;
        }

        Add("Redis commands", PerTurnOf(after.Values.Sum() - before.Values.Sum()), PerTurn);
        foreach (var (command, count) in after)
            AddUnlessZero("Redis commands", command, PerTurnOf(count - before.GetValueOrDefault(command)), PerTurn);
    }

    private void Runtime()
    {
        AddByService("allocated", service => PerTurnOf(_steady.Rise(service, "dotnet_gc_heap_total_allocated_bytes_total") / 1024), "KB" + PerTurn);
        // The metric appears with the first exception.
        AddByService("exceptions", service => PerTurnOf(_steady.Rise(service, "dotnet_exceptions_total") ?? 0), PerTurn);
        foreach (var service in _services)
            AddDetails(service, "exceptions", $"{service}: ", metrics => metrics.ExceptionsByType());
        AddByService("log lines", service => PerTurnOf(_steady.To.Lines[service] - _steady.From.Lines[service]), PerTurn);
        AddByService("metric records (histograms)", service => PerTurnOf(_steady.To.Metrics[service].HistogramRecords() - _steady.From.Metrics[service].HistogramRecords()), PerTurn);
        AddByService("thread pool work items", service => PerTurnOf(_steady.Rise(service, "dotnet_thread_pool_work_item_count_total")), PerTurn);
        AddByService("lock contentions", service => PerTurnOf(_steady.Rise(service, "dotnet_monitor_lock_contentions_total")), PerTurn);
        AddByService("garbage collections", service => 1000 * PerTurnOf(_steady.Rise(service, "dotnet_gc_collections_total")), "/1000 turns");
        AddByService("collector pauses", service => PerTurnOf(1000 * _steady.Rise(service, "dotnet_gc_pause_time_seconds_total")), "ms" + PerTurn);
        AddByService("compilation (JIT)", service => PerTurnOf(1000 * _steady.Rise(service, "dotnet_jit_compilation_time_seconds_total")), "ms" + PerTurn);
    }

    private void Traffic(ScenarioRun run, string name, Func<LinkTraffic, long> count, string unit)
    {
        if (!run.Scenario.CountsBytes)
        {
            Add(name, null, unit, "counted with --bytes, which puts forwarders between the processes");
            return;
        }

        foreach (var (link, traffic) in _steady.To.Outside.Links)
            Add(name, link, PerTurnOf(count(traffic) - count(_steady.From.Outside.Links[link])), unit);
    }

    private void AddByService(string name, Func<string, double?> value, string unit)
    {
        var values = _services.Select(service => (service, value(service))).ToList();
        _all.Add(new(name, null, values.TrueForAll(one => one.Item2 is not null) ? values.Sum(one => one.Item2) : null, unit));
        foreach (var (service, own) in values)
            _all.Add(new(name, service, own, unit));
    }

    private void Add(string name, double? value, string unit, string? note = null) => _all.Add(new(name, null, value, unit, note));

    private void Add(string name, string of, double? value, string unit) => _all.Add(new(name, of, value, unit));

    private void AddOr(string name, double? value, string unit, string note) => Add(name, value, unit, value is null ? note : null);

    private void AddDetails(string service, string name, string prefix, Func<MetricsText, Dictionary<string, double>> counts)
    {
        var before = counts(_steady.From.Metrics[service]);
        foreach (var (of, count) in counts(_steady.To.Metrics[service]))
            AddUnlessZero(name, prefix + of, PerTurnOf(count - before.GetValueOrDefault(of)), PerTurn);
    }

    // Calls that happen once a minute do not belong to a turn.
    private void AddUnlessZero(string name, string of, double? value, string unit)
    {
        if (value > 0.001)
            Add(name, of, value, unit);
    }

    private double? PerTurnOf(double? count) => _steady.Turns > 0 ? count / _steady.Turns : null;

    private static double Megabytes(long bytes) => bytes / 1048576.0;

    private static double Sum(Dictionary<string, long> counts) => counts.Values.Sum();

    private static long SpansOf(Sample sample, string service) =>
        sample.Outside.Spans.Where(spans => spans.Key.EndsWith(service, StringComparison.OrdinalIgnoreCase)).Sum(spans => spans.Value);
}

/// <summary>The measurements of one run.</summary>
/// <param name="FirstAnswer">From the start of the processes to the first answer.</param>
/// <param name="Idle">Before the load.</param>
/// <param name="Windows">The load, from its start to its end.</param>
/// <param name="Steady">All windows after the warm-up, as one.</param>
/// <param name="After">After the last answer.</param>
internal sealed record ScenarioRun(
    Scenario Scenario, TimeSpan FirstAnswer, Window Idle, IReadOnlyList<Window> Windows, Window Steady, Sample After, Verdict Verdict)
{
    public long Answered => After.Outside.Answered;
}
