namespace WisdomWave.EndToEnd;

/// <summary>An application with the dashboard, which only <c>dotnet run</c> starts. The dashboard's tests share it.</summary>
public sealed class DashboardApplication : IAsyncLifetime
{
    public const string Collection = "dashboard";

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("wisdomwave-").FullName;

    public Application Application { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Application = await Application.StartAsync(DataDirectory);

    public async ValueTask DisposeAsync()
    {
        if (Application is not null)
            await Application.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }
}

[CollectionDefinition(DashboardApplication.Collection)]
public sealed class DashboardTestGroup : ICollectionFixture<DashboardApplication>;
