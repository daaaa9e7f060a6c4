namespace WisdomWave.EndToEnd;

/// <summary>
/// An application with the playground and the dashboard, which only <c>dotnet run</c> starts. The tests of this collection share it. One
/// that ends it leaves nothing to clean up: the next test starts it again.
/// </summary>
public sealed class DashboardApplication : IAsyncDisposable
{
    public const string Collection = "dashboard";

    private Application? _application;

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("wisdomwave-").FullName;

    /// <summary>The running application. Tests of one collection run one after another.</summary>
    public async Task<Application> GetAsync()
    {
        if (_application is { HasEnded: false })
            return _application;

        if (_application is not null)
            await _application.DisposeAsync();
        return _application = await Application.StartAsync(DataDirectory);
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }
}

[CollectionDefinition(DashboardApplication.Collection)]
[TestClassOrderer(typeof(StopTestsLast))]
public sealed class DashboardTestGroup : ICollectionFixture<DashboardApplication>;
