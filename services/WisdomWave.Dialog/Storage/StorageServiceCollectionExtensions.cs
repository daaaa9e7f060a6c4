using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Storage.Postgres;
using WisdomWave.Dialog.Telemetry;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage;

internal static class StorageServiceCollectionExtensions
{
    public static void AddStorage(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddOptions<StorageOptions>().BindConfiguration("Storage")
            .Require("Storage:UpgradeTimeout", storage => storage.UpgradeTimeout > TimeSpan.Zero, "is not above zero", "00:01:00")
            .Require("WISDOMWAVE_DATA_DIR", storage => !string.IsNullOrWhiteSpace(storage.DataDirectory), "is empty", "data")
            .Require(DatabaseChoice.Setting, storage => storage.Database is not null, "is neither sqlite nor postgres", "postgres")
            .Require(
                DatabaseChoice.Connection,
                storage => storage.Database != DatabaseKind.Postgres || storage.ConnectionString is not null,
                $"is missing, but {DatabaseChoice.Setting} is postgres",
                DatabaseChoice.GoodConnection)
            .Require(
                DatabaseChoice.Connection,
                storage => storage.Database != DatabaseKind.Postgres || storage.ConnectionString is not { } text || PostgresDatabase.IsConnectionString(text),
                "is not a connection string of PostgreSQL with a host and a database",
                DatabaseChoice.GoodConnection)
            .ValidateOnStart()
            .Configure(options =>
            {
                options.DataDirectory = configuration["WISDOMWAVE_DATA_DIR"] ?? options.DataDirectory;
                options.Database = DatabaseChoice.Of(configuration);
                options.ConnectionString = DatabaseChoice.ConnectionStringOf(configuration);
            });

        if (DatabaseChoice.Of(configuration) == DatabaseKind.Postgres)
            builder.Services.AddPostgres();
        else
            builder.Services.AddSqlite();

        builder.Services.AddSingleton<Erasures>();
        builder.Services.AddSingleton<DatabaseWriter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseWriter>());
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage");
        builder.Services.AddExceptionHandler<StorageProblems>();
    }

    private static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<DialogDatabase>();
        services.AddSingleton<IDatabaseEngine>(provider => provider.GetRequiredService<DialogDatabase>());
        services.AddPooledDbContextFactory<DialogContext>((provider, options) =>
            options.UseSqlite(provider.GetRequiredService<DialogDatabase>().ConnectionString));
        services.AddSingleton<UpgradeCopies>();
        services.AddSingleton<SchemaUpgrade>();
        services.AddHostedService<DatabaseStart>();
        services.AddHostedService<Checkpointer>();
        services.AddHostedService<StorageMetrics>();
    }

    private static void AddPostgres(this IServiceCollection services)
    {
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<IDatabaseEngine>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddPooledDbContextFactory<PostgresContext>((provider, options) =>
            options.UseNpgsql(
                provider.GetRequiredService<PostgresDatabase>().ConnectionString,
                postgres => postgres.EnableRetryOnFailure(PostgresDatabase.ReadRetries, PostgresDatabase.LongestReadPause, errorCodesToAdd: null)));
        services.AddSingleton<IDbContextFactory<DialogContext>, PostgresContextFactory>();
        services.AddSingleton<PostgresSchema>();
        services.AddHostedService<PostgresStart>();
        services.AddHostedService<PostgresMetrics>();
    }
}

internal sealed class StorageOptions
{
    /// <summary><c>WISDOMWAVE_DATA_DIR</c>: the folder that contains SQLite's database.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>How long the start waits while another process upgrades the database.</summary>
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Null for an unknown value.</summary>
    internal DatabaseKind? Database { get; set; } = DatabaseKind.Sqlite;

    /// <summary>PostgreSQL's; null when it is not set. A secret.</summary>
    internal string? ConnectionString { get; set; }
}
