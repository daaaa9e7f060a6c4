namespace WisdomWave.EndToEnd.Faults;

/// <summary>One fleet for all who leave it well behind them.</summary>
public sealed class FleetFixture : IAsyncLifetime
{
    internal Fleet Fleet { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Fleet = await Fleet.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Fleet.DisposeAsync();
}

/// <summary>Tests that kill none of the application's processes, one after the other on the same ones: starting them is half of what such a test takes.</summary>
[CollectionDefinition(nameof(StandingFleet))]
public sealed class StandingFleet : ICollectionFixture<FleetFixture>;
