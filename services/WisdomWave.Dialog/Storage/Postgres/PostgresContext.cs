using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace WisdomWave.Dialog.Storage.Postgres;

/// <summary>The same model on PostgreSQL, with migrations of its own. Ids are PostgreSQL's own type, which sorts them in the same order.</summary>
internal sealed class PostgresContext(DbContextOptions<PostgresContext> options) : DialogContext(options)
{
    protected override void ConfigureIds(ModelConfigurationBuilder configurationBuilder)
    {
    }
}

/// <summary>Gives the rest of the service contexts without their kind.</summary>
internal sealed class PostgresContextFactory(IDbContextFactory<PostgresContext> contexts) : IDbContextFactory<DialogContext>
{
    public DialogContext CreateDbContext() => contexts.CreateDbContext();

    public async Task<DialogContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await contexts.CreateDbContextAsync(cancellationToken);
}

/// <summary>Used by <c>dotnet ef</c> only, which needs the model without a running server.</summary>
internal sealed class DesignTimePostgresContextFactory : IDesignTimeDbContextFactory<PostgresContext>
{
    public PostgresContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql("Host=design").Options);
}
