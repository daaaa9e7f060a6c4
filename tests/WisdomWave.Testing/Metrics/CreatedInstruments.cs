using System.Diagnostics.Metrics;

namespace WisdomWave.Testing.Metrics;

/// <summary>The instruments of a service in this process.</summary>
public static class CreatedInstruments
{
    /// <param name="meters">The service's meter factory: other services of the process have their own.</param>
    /// <returns>Like <see cref="CataloguedMetric.Created"/>, in alphabetical order.</returns>
    public static IReadOnlyList<string> Of(IMeterFactory meters)
    {
        var created = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name.StartsWith("WisdomWave.", StringComparison.Ordinal))
                    created.Add($"{instrument.Name} {TypeOf(instrument)} {instrument.Unit}".TrimEnd());
            },
        };
        // Also publishes the instruments that exist already, before it returns.
        listener.Start();
        return [.. created.Order(StringComparer.Ordinal)];
    }

    /// <returns>What the instruments of <see cref="Of"/> must be.</returns>
    public static IReadOnlyList<string> Catalogued(string service) =>
        [.. CataloguedMetric.Of(service).Select(metric => metric.Created).Order(StringComparer.Ordinal)];

    private static string TypeOf(Instrument instrument)
    {
        // ObservableCounter`1 → counter
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter"
            : "gauge";
    }
}
