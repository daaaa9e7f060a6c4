namespace WisdomWave.EndToEnd.Faults;

/// <summary>One fleet for all who leave it well behind them.</summary>
public class FleetFixture : IAsyncLifetime
{
    internal Fleet Fleet { get; private set; } = null!;

    /// <summary>Handed to each service.</summary>
    protected virtual IReadOnlyDictionary<string, string>? Settings => null;

    public async ValueTask InitializeAsync() => Fleet = await Fleet.StartAsync(CancellationToken.None, settings: Settings);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Fleet.DisposeAsync();
    }
}

/// <summary>For tests that kill none of the application's processes, one after the other on the same ones: starting them is half of what such a test takes.</summary>
public sealed class StandingFleetFixture : FleetFixture
{
    // Some wait for a model that hangs, and a minute is long for a test. Processes that have just been started need more on a slow machine.
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["Completing__FirstTokenLimit"] = "00:00:10" };
}

/// <inheritdoc cref="StandingFleetFixture"/>
[CollectionDefinition(nameof(StandingFleet))]
public sealed class StandingFleet : ICollectionFixture<StandingFleetFixture>;
