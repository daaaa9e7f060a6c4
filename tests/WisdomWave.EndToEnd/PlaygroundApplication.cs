using WisdomWave.Testing.Playground;

[assembly: AssemblyFixture(typeof(WisdomWave.EndToEnd.PlaygroundApplication))]

namespace WisdomWave.EndToEnd;

/// <summary>One application without a token or a key, which the tests that do not stop it share.</summary>
public sealed class PlaygroundApplication : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-").FullName;

    public Application Application { get; private set; } = null!;

    public PlaygroundClient Playground { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Application = await Application.StartAsync(_folder);
        Playground = new PlaygroundClient(Application.Find("Chat page")!);
    }

    public async ValueTask DisposeAsync()
    {
        await Playground.DisposeAsync();
        await Application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
