using System.Diagnostics;
using System.Net.Http.Json;
using WisdomWave.Load.Outside;
using WisdomWave.Load.Processes;

namespace WisdomWave.Load.Measuring;

/// <summary>Reads all counters of a fleet.</summary>
internal sealed class Sampler(Fleet fleet, HttpClient http)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public async Task<Sample> TakeAsync(CancellationToken cancellationToken)
    {
        await fleet.CheckAsync();
        var metrics = fleet.Services.ToDictionary(
            service => service.Name, service => http.GetStringAsync(new Uri(service.Address, "/metrics"), cancellationToken));
        var redis = fleet.Redis is null ? null : await RedisCommands.ReadAsync(fleet.RedisPort, cancellationToken);
        await Task.WhenAll(metrics.Values);

        // At the same time and after the slow ones, so that all belong to the same moment.
        return new Sample
        {
            Outside = await http.GetFromJsonAsync(new Uri(fleet.Control, "take"), OutsideJson.Default.OutsideSample, cancellationToken)
                ?? throw new LoadException("The process outside does not say what happened there."),
            At = Stopwatch.GetElapsedTime(_started),
            Processes = fleet.Processes.ToDictionary(process => process.Name, process => process.Sample()),
            Lines = fleet.Processes.ToDictionary(process => process.Name, process => process.Lines),
            Metrics = metrics.ToDictionary(service => service.Key, service => new MetricsText(service.Value.Result)),
            Redis = redis,
        };
    }
}
