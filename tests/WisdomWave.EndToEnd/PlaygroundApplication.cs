using WisdomWave.Testing;
using WisdomWave.Testing.Playground;
using Xunit.Sdk;
using Xunit.v3;

namespace WisdomWave.EndToEnd;

/// <summary>One application without a token or a key, shared by all tests that leave it complete. They run one after another.</summary>
public sealed class PlaygroundApplication : IAsyncLifetime
{
    public const string Collection = "playground";

    /// <summary>A second model that people can choose: for a test after which dialog treats a model differently.</summary>
    public const string SpareModel = "spare-model";

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-").FullName;
    private long _bot;

    public HostedApplication Application { get; private set; } = null!;

    /// <summary>For one test: a client follows all chats that it has talked in, and follows them again when the playground has restarted.</summary>
    public PlaygroundClient NewClient() => new(Application.AddressOf("playground")!)
    {
        HasDelivered = (person, cancellationToken) => Application.HasDeliveredAsync(_bot, person.ChatId, cancellationToken),
    };

    public async ValueTask InitializeAsync()
    {
        Application = await HostedApplication.StartAsync(_folder, new Dictionary<string, string>
        {
            ["Models__spare__Name"] = SpareModel,
            // For the boards and the alert rules: they have backups and budgets to show, and no test reaches the limits.
            ["Backup__Interval"] = "1.00:00:00",
            ["Budgets__Bot__DailyTokens"] = "1000000000",
            ["Budgets__Bot__DailyMoney"] = "1000000",
            ["Budgets__Bot__MonthlyTokens"] = "10000000000",
            ["Budgets__Bot__MonthlyMoney"] = "10000000",
        });
        await using var client = NewClient();
        _bot = (await Eventually.GetAsync(
            async () => (await client.StateAsync()).Bots.FirstOrDefault(bot => bot.Online), "the bot is online")).User.Id;
    }

    public async ValueTask DisposeAsync()
    {
        if (Application is not null)
            await Application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition(PlaygroundApplication.Collection)]
[TestClassOrderer(typeof(RestartTestsLast))]
public sealed class PlaygroundTestGroup : ICollectionFixture<PlaygroundApplication>;

/// <summary>
/// Runs the tests that kill services after all others: a playground that was restarted gives its new people the numbers of earlier ones,
/// whose conversations and settings dialog still has.
/// </summary>
public sealed class RestartTestsLast : ITestClassOrderer
{
    public IReadOnlyCollection<TTestClass?> OrderTestClasses<TTestClass>(IReadOnlyCollection<TTestClass?> testClasses)
        where TTestClass : notnull, ITestClass =>
        [.. testClasses.OrderBy(test => test?.TestClassName == typeof(RestartTests).FullName)];
}

/// <summary>A test that shares the running application with others and leaves it complete.</summary>
[Collection(PlaygroundApplication.Collection)]
public abstract class SharedApplicationTest(PlaygroundApplication shared) : IAsyncDisposable
{
    protected HostedApplication Application { get; } = shared.Application;

    protected PlaygroundClient Playground { get; } = shared.NewClient();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Playground.DisposeAsync();
    }
}
