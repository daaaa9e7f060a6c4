namespace WisdomWave.EndToEnd.Faults;

/// <summary>One fleet for all tests that leave it healthy.</summary>
public class FleetFixture : IAsyncLifetime
{
    internal Fleet Fleet { get; private set; } = null!;

    /// <summary>For every service.</summary>
    protected virtual IReadOnlyDictionary<string, string>? Settings => null;

    public async ValueTask InitializeAsync() => Fleet = await Fleet.StartAsync(CancellationToken.None, settings: Settings);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Fleet.DisposeAsync();
    }
}

/// <summary>One fleet for all tests that kill none of the services: starting it takes half the time of such a test.</summary>
public sealed class StandingFleetFixture : FleetFixture
{
    // Some tests wait for a model that hangs, and the default of a minute is long. Newly started processes need it on a slow machine.
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["Completion__FirstTokenLimit"] = "00:00:10" };
}

/// <inheritdoc cref="StandingFleetFixture"/>
[CollectionDefinition(nameof(StandingFleet))]
public sealed class StandingFleet : ICollectionFixture<StandingFleetFixture>;
