using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

[assembly: AssemblyFixture(typeof(WisdomWave.EndToEnd.PlaygroundApplication))]

namespace WisdomWave.EndToEnd;

/// <summary>One application without a token or a key, shared by all tests that leave it running. The first of them starts it.</summary>
public class PlaygroundApplication : IAsyncDisposable
{
    /// <summary>A second model that people can choose: for a test after which dialog treats a model differently.</summary>
    public const string SpareModel = "spare-model";

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-").FullName;
    private readonly Lazy<Task> _start;

    public PlaygroundApplication() => _start = new(StartAsync);

    public HostedApplication Application { get; private set; } = null!;

    public PlaygroundClient Playground { get; private set; } = null!;

    public Task UntilUpAsync() => _start.Value;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_start is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await Playground.DisposeAsync();
            await Application.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        Application = await HostedApplication.StartAsync(_folder, new Dictionary<string, string> { ["Models__spare__Name"] = SpareModel });
        Playground = new PlaygroundClient(Application.AddressOf("playground")!);
        var bot = (await Eventually.GetAsync(
            async () => (await Playground.StateAsync()).Bots.FirstOrDefault(bot => bot.Online), "the bot is online")).User.Id;
        Playground.HasDelivered = (person, cancellationToken) => Application.HasDeliveredAsync(bot, person.ChatId, cancellationToken);
    }
}

/// <summary>A test that shares the running application with others and leaves it running.</summary>
public abstract class SharedApplicationTest(PlaygroundApplication shared) : IAsyncLifetime
{
    protected PlaygroundApplication Shared { get; } = shared;

    public ValueTask InitializeAsync() => new(Shared.UntilUpAsync());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The tests that each start a whole application of their own: one after another, for a machine with few cores.</summary>
[CollectionDefinition(Collection)]
public static class OwnApplications
{
    public const string Collection = "own applications";
}
