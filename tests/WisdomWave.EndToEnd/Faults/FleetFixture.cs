namespace WisdomWave.EndToEnd.Faults;

/// <summary>One fleet for all tests that leave it healthy.</summary>
public class FleetFixture : IAsyncLifetime
{
    internal Fleet Fleet { get; private set; } = null!;

    /// <summary>For every service.</summary>
    protected virtual IReadOnlyDictionary<string, string>? Settings => null;

    /// <summary>Number of bots.</summary>
    protected virtual int Bots => 1;

    public virtual async ValueTask InitializeAsync() => Fleet = await Fleet.StartAsync(CancellationToken.None, settings: Settings, bots: Bots);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Fleet.DisposeAsync();
    }
}

/// <summary>One fleet for all tests that kill none of the services: starting it takes half the time of such a test.</summary>
public sealed class StandingFleetFixture : FleetFixture
{
    /// <summary>A second model that people can choose: for a test in which it hangs.</summary>
    public const string HangingModel = "hanging-model";

    /// <summary>Whether the report says how fast answers are without a fault.</summary>
    public bool IsUndisturbedReported { get; set; }

    // The first limit is only for that model, because everybody else asks one that reasons, which has the second limit.
    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Models__hanging__Name"] = HangingModel,
        ["Completion__FirstTokenLimit"] = "00:00:05",
        ["Completion__ReasoningLimit"] = "00:20:00",
        ["Completion__TotalLimit"] = "00:20:00",
    };
}

/// <inheritdoc cref="StandingFleetFixture"/>
[CollectionDefinition(nameof(StandingFleet))]
public sealed class StandingFleet : ICollectionFixture<StandingFleetFixture>;
