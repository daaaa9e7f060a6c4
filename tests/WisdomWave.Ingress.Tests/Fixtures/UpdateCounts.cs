using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Tests.Fixtures;

/// <summary>Counts one host's updates by kind, from its metric. <c>/metrics</c> would mix the hosts of all running tests.</summary>
public sealed class UpdateCounts : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _byKind = [];
    private readonly List<MeterListener> _listeners = [];

    public long All => _byKind.Values.Sum();

    public long this[string kind] => _byKind.GetValueOrDefault(kind);

    /// <param name="meters">The host's meter factory.</param>
    public void ListenTo(IMeterFactory meters)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Name: "wisdomwave.updates", Meter.Name: IngressMetrics.MeterName } && ReferenceEquals(instrument.Meter.Scope, meters))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => _byKind.AddOrUpdate((string)tags[0].Value!, count, (_, sum) => sum + count));
        listener.Start();
        _listeners.Add(listener);
    }

    public void Dispose() => _listeners.ForEach(listener => listener.Dispose());
}
