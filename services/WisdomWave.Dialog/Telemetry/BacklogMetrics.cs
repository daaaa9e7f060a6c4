using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using WisdomWave.Dialog.Turns;

namespace WisdomWave.Dialog.Telemetry;

/// <summary>Measures the turns without a stored reply, by bot.</summary>
internal sealed class BacklogMetrics(IMeterFactory meters, LiveTurns turns, BotNames bots, TimeProvider time) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(DialogMetrics.MeterName);
        meter.CreateObservableGauge("wisdomwave.turns.pending", PendingTurns, "{turn}", "Turns that run or wait, without a stored reply.");
        meter.CreateObservableGauge("wisdomwave.turns.oldest.age", OldestAges, "s", "Age of the oldest turn that runs or waits.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> PendingTurns()
    {
        var counts = Zeros<long>();
        foreach (var turn in turns.Running)
        {
            var bot = bots.Of(turn.BotId);
            counts[bot] = counts.GetValueOrDefault(bot) + 1;
        }

        return Measurements(counts);
    }

    private IEnumerable<Measurement<double>> OldestAges()
    {
        var ages = Zeros<double>();
        var now = time.GetUtcNow();
        foreach (var turn in turns.Running)
        {
            var bot = bots.Of(turn.BotId);
            ages[bot] = Math.Max(ages.GetValueOrDefault(bot), (now - AcceptedAt(turn.Id)).TotalSeconds);
        }

        return Measurements(ages);
    }

    private Dictionary<string, T> Zeros<T>()
        where T : struct
    {
        var zeros = new Dictionary<string, T>();
        foreach (var (_, name) in bots.All)
            zeros[name] = default;
        return zeros;
    }

    private static IEnumerable<Measurement<T>> Measurements<T>(Dictionary<string, T> values)
        where T : struct =>
        values.Select(value => new Measurement<T>(value.Value, new KeyValuePair<string, object?>("bot", value.Key)));

    /// <summary>A turn's id is a version-7 UUID, which starts with the milliseconds since 1970 at which the turn was accepted.</summary>
    internal static DateTimeOffset AcceptedAt(Guid turnId)
    {
        Span<byte> bytes = stackalloc byte[16];
        turnId.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
