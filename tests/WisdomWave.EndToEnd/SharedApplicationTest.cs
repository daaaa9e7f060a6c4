namespace WisdomWave.EndToEnd;

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
