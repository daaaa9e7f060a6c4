namespace WisdomWave.EndToEnd.Faults;

/// <summary>One fleet for all who leave it well behind them.</summary>
public sealed class FleetFixture : IAsyncLifetime
{
    internal Fleet Fleet { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Fleet = await Fleet.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Fleet.DisposeAsync();
}
