using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;

namespace WisdomWave.AppHost.Resources;

/// <summary>PostgreSQL, if the settings choose it: the operator's own server, or a container. SQLite needs no resource.</summary>
internal static class Database
{
    private const string Server = "postgres";
    private const string Name = "wisdomwave";
    private const string Volume = "wisdomwave-postgres";
    private const string Password = "postgres-password";
    private const string PasswordVariable = "POSTGRES_PASSWORD";
    private const string PasswordDirectory = "/etc/wisdomwave";

    /// <summary>Whether PostgreSQL has to run in a container, because the operator has no server.</summary>
    public static bool NeedsContainer(Settings settings) => settings is { Database: DatabaseKind.Postgres, DatabaseConnection: null };

    public static void Check(Settings settings, Machine machine, List<string> problems)
    {
        if (NeedsContainer(settings) && !machine.RunsInContainer(ContainerImage.Database))
        {
            problems.Add(
                $"{Settings.DatabaseSetting} is postgres, but no container can run and no server is set; start docker, or set {Service.Variable(Settings.DatabaseConnectionSetting)} " +
                "to your server, for example Host=127.0.0.1;Database=wisdomwave;Username=wisdomwave, with Password if the server asks for it.");
        }
    }

    /// <returns>Null for SQLite.</returns>
    public static IResourceBuilder<IResourceWithConnectionString>? AddDatabase(this IDistributedApplicationBuilder builder, Settings settings, Machine machine)
    {
        if (settings.Database == DatabaseKind.Sqlite)
            return null;
        if (settings.DatabaseConnection is { } given)
            return builder.AddOwnServer(given);

        return machine.RunsInContainer(ContainerImage.Database) ? builder.AddContainer() : null;
    }

    /// <summary>Passes the connection string. Dialog starts when the container accepts connections.</summary>
    public static IResourceBuilder<ProjectResource> WithDatabase(
        this IResourceBuilder<ProjectResource> dialog, IResourceBuilder<IResourceWithConnectionString>? database)
    {
        if (database is null)
            return dialog;

        dialog.WithEnvironment(Settings.DatabaseSetting, "postgres").WithReference(database, connectionName: "dialog");
        return database.Resource is PostgresDatabaseResource ? dialog.WaitFor(database) : dialog;
    }

    private static IResourceBuilder<ConnectionStringResource> AddOwnServer(this IDistributedApplicationBuilder builder, string given)
    {
        var connection = builder.AddSetting(
            "postgres-connection", Settings.DatabaseConnectionSetting, given, fallback: null,
            "The connection string of your PostgreSQL server.\n\nAfter a change, restart **dialog**.", secret: true);
        return builder.AddConnectionString(Server, ReferenceExpression.Create($"{connection}"));
    }

    /// <summary>
    /// The password stays the same, because the data volume keeps it: Aspire saves the one that it generates to the user secrets.
    /// </summary>
    private static IResourceBuilder<PostgresDatabaseResource> AddContainer(this IDistributedApplicationBuilder builder)
    {
        var server = builder.AddPostgres(Server)
            .WithImageTag(ContainerImage.Database.Tag)
            .WithDataVolume(Volume);
        if (builder.ExecutionContext.IsRunMode)
            server.WithPasswordFile();
        return server.AddDatabase(Name);
    }

    /// <summary>
    /// The orchestrator passes a container's variables on docker's command line, which all users of the machine can read, so the password
    /// is copied into the container as a file instead.
    /// </summary>
    private static void WithPasswordFile(this IResourceBuilder<PostgresServerResource> server) => server
        .WithEnvironment(context =>
        {
            context.EnvironmentVariables.Remove(PasswordVariable);
            context.EnvironmentVariables[$"{PasswordVariable}_FILE"] = $"{PasswordDirectory}/{Password}";
        })
        .WithContainerFiles(
            PasswordDirectory,
            async (_, cancellationToken) =>
            [
                new ContainerFile
                {
                    Name = Password,
                    Contents = await server.Resource.PasswordParameter.GetValueAsync(cancellationToken),
                    Mode = UnixFileMode.UserRead,
                },
            ]);
}
