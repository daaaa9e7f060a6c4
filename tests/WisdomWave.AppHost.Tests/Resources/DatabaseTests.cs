using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Tests.Resources;

public sealed class DatabaseTests
{
    private const string Connection = "Host=db.example.org;Database=wisdomwave;Username=me;Password=secret";

    private static readonly Settings OnPostgres = TestSettings.Empty with { Database = DatabaseKind.Postgres };

    [Fact]
    public async Task WithSqliteThereIsNoDatabaseResource()
    {
        var model = TopologyModel.Of(TestSettings.Empty, TestSettings.ContainerMachine);

        Assert.DoesNotContain(model.Resources, resource => resource.Name.StartsWith("postgres", StringComparison.Ordinal));
        Assert.DoesNotContain(await model.EnvironmentOf("dialog"), variable => variable.Key is "WISDOMWAVE_DATABASE" or "ConnectionStrings__dialog");
    }

    [Fact]
    public async Task TheOperatorsServerIsAConnectionThatOnlyDialogGets()
    {
        var model = TopologyModel.Of(OnPostgres with { DatabaseConnection = Connection }, TestSettings.ContainerMachine);

        Assert.IsType<ConnectionStringResource>(model["postgres"], exactMatch: false);
        Assert.True(Assert.IsType<ParameterResource>(model["postgres-connection"]).Secret);
        var environment = await model.EnvironmentOf("dialog");
        Assert.Equal(("postgres", "{postgres.connectionString}"), (environment["WISDOMWAVE_DATABASE"], environment["ConnectionStrings__dialog"]));
        Assert.Equal(
            Connection, await ((IResourceWithConnectionString)model["postgres"]).GetConnectionStringAsync(TestContext.Current.CancellationToken));
        foreach (var service in (string[])["ingress", "completion"])
            Assert.DoesNotContain("ConnectionStrings__dialog", (await model.EnvironmentOf(service)).Keys);
    }

    [Fact]
    public async Task WithoutAServerPostgresIsAContainerThatKeepsItsData()
    {
        var model = TopologyModel.Of(OnPostgres, TestSettings.ContainerMachine);

        Assert.True(model["postgres"].TryGetContainerImageName(out var image));
        Assert.Equal(ContainerImage.Database.Reference, image);
        Assert.Matches(@":\d+\.\d+$", image);
        Assert.Equal(["wisdomwave-postgres"], model.VolumesOf("postgres"));
        Assert.Equal("{wisdomwave.connectionString}", (await model.EnvironmentOf("dialog"))["ConnectionStrings__dialog"]);
        Assert.Contains("wisdomwave", model.WaitsOf("dialog"));
    }

    /// <summary>The orchestrator passes a container's variables on docker's command line, which all users can read.</summary>
    [Fact]
    public async Task TheContainersPasswordIsAFileThatOnlyItsOwnerCanRead()
    {
        var model = TopologyModel.Of(OnPostgres, TestSettings.ContainerMachine);
        var parameter = Assert.IsType<PostgresServerResource>(model["postgres"]).PasswordParameter;
        var password = await parameter.GetValueAsync(TestContext.Current.CancellationToken);

        Assert.True(parameter.Secret);
        var variables = await model.EnvironmentOf("postgres");
        Assert.Equal("/etc/wisdomwave/postgres-password", variables["POSTGRES_PASSWORD_FILE"]);
        Assert.All(variables.Values, value => Assert.DoesNotContain("postgres-password.value", value, StringComparison.Ordinal));
        var files = Assert.Single(model["postgres"].Annotations.OfType<ContainerFileSystemCallbackAnnotation>());
        var items = await files.Callback(
            new ContainerFileSystemCallbackContext { Model = model["postgres"], Services = null! }, TestContext.Current.CancellationToken);
        var file = Assert.IsType<ContainerFile>(Assert.Single(items));
        Assert.Equal(
            ("/etc/wisdomwave", "postgres-password", password, UnixFileMode.UserRead), (files.DestinationPath, file.Name, file.Contents, file.Mode));
    }

    [Fact]
    public void WithoutAServerAndWithoutContainersTheStartIsRefused()
    {
        var problems = new List<string>();

        Database.Check(TestSettings.Empty, TestSettings.BareMachine, problems);
        Database.Check(OnPostgres, TestSettings.ContainerMachine, problems);
        Database.Check(OnPostgres with { DatabaseConnection = Connection }, TestSettings.BareMachine, problems);
        Assert.Empty(problems);

        Database.Check(OnPostgres, TestSettings.BareMachine, problems);
        Assert.Equal(
            ["WISDOMWAVE_DATABASE is postgres, but no container can run and no server is set; start docker, or set ConnectionStrings__dialog to your server, for example Host=127.0.0.1;Database=wisdomwave;Username=wisdomwave, with Password if the server asks for it."],
            problems);
    }
}
