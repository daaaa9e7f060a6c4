using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Tests.Storage;

/// <summary>The upgrade alone: the rest of a start would erase rows whose time has come.</summary>
internal static class SchemaUpgradeRun
{
    public static async Task UpgradeAsync(string folder, CancellationToken cancellationToken)
    {
        var options = Options.Create(new StorageOptions { DataDirectory = folder });
        var database = new DialogDatabase(options);
        var contexts = new PooledDbContextFactory<DialogContext>(new DbContextOptionsBuilder<DialogContext>().UseSqlite(database.ConnectionString).Options);
        try
        {
            await new SchemaUpgrade(database, new UpgradeCopies(database, TimeProvider.System), contexts, options, TimeProvider.System, NullLogger<SchemaUpgrade>.Instance)
                .UpgradeAsync(cancellationToken);
        }
        finally
        {
            // The test reads the file itself next.
            using var connection = new SqliteConnection(database.ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
    }
}
