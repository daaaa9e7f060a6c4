using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Storage.Model;
using WisdomWave.Dialog.Storage.Postgres;
using WisdomWave.Dialog.Storage.Postgres.Moving;

namespace WisdomWave.Dialog.Tests.Storage;

/// <summary>The generated model and migrations match the configuration of the rows; docs/architecture.md says how to regenerate them.</summary>
public sealed class ModelTests
{
    [Fact]
    public void NoMigrationIsMissing()
    {
        using var context = new DesignTimeContextFactory().CreateDbContext([]);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public void TheCompiledModelIsCurrent()
    {
        using var context = new DesignTimeContextFactory().CreateDbContext([]);

        Assert.Same(DialogContextModel.Instance, context.Model);
        Assert.Equal(Describe(context.GetService<IDesignTimeModel>().Model), Describe(context.Model));
    }

    [Fact]
    public void NoMigrationForPostgresIsMissing()
    {
        using var context = new DesignTimePostgresContextFactory().CreateDbContext([]);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public void BothDatabasesHaveTheSameTables()
    {
        using var sqlite = new DesignTimeContextFactory().CreateDbContext([]);
        using var postgres = new DesignTimePostgresContextFactory().CreateDbContext([]);

        Assert.Equal(Schema(sqlite), Schema(postgres));
    }

    [Fact]
    public async Task TheMigratedDatabasesHaveTheSameColumns()
    {
        var file = Path.GetTempFileName();
        MigratedDatabase.CopyTo(file);
        var sqlite = new SqliteTestDatabase(file);
        await using var postgres = await PostgresTestDatabase.CreateAsync();

        Assert.Equal(
            Rows(sqlite, """
                SELECT "tables"."name" || '.' || "columns"."name" || CASE WHEN "columns"."notnull" OR "columns"."pk" THEN '' ELSE '?' END
                FROM sqlite_master AS "tables", pragma_table_info("tables"."name") AS "columns" WHERE "tables"."type" = 'table' AND "tables"."name" NOT LIKE 'sqlite%' AND "tables"."name" NOT LIKE '\_\_%' ESCAPE '\'
                """),
            Rows(postgres, """
                SELECT table_name || '.' || column_name || CASE WHEN is_nullable = 'YES' THEN '?' ELSE '' END FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_%'
                """));
        Assert.Equal(
            Rows(sqlite, """SELECT "name" FROM sqlite_master WHERE "type" = 'index' AND "name" LIKE 'IX%'"""),
            Rows(postgres, "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE 'IX%'"));
        File.Delete(file);
    }

    private static List<string> Rows(TestDatabase database, string sql)
    {
        using var connection = database.Connect();
        connection.Open();
        return [.. MovedTable.List(connection, sql).Order(StringComparer.Ordinal)];
    }

    /// <summary>Tables, columns, keys and indexes, without the types of the columns.</summary>
    private static IEnumerable<string> Schema(DbContext context) => context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables
        .OrderBy(table => table.Name, StringComparer.Ordinal)
        .SelectMany(table => (string[])
        [
            .. table.Columns.Select(column => $"{table.Name}.{column.Name}{(column.IsNullable ? "?" : "")} {column.PropertyMappings[0].Property.ClrType}").Order(StringComparer.Ordinal),
            .. table.UniqueConstraints.Select(key => $"{key.Name} {Names(key.Columns)}").Order(StringComparer.Ordinal),
            .. table.ForeignKeyConstraints.Select(key => $"{key.Name} {Names(key.Columns)} {key.PrincipalTable.Name} {Names(key.PrincipalColumns)} {key.OnDeleteAction}").Order(StringComparer.Ordinal),
            .. table.Indexes.Select(index => $"{index.Name} {Names(index.Columns)} {index.IsUnique} {index.Filter}").Order(StringComparer.Ordinal),
        ]);

    private static string Names(IEnumerable<IColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    private static IEnumerable<string> Describe(IModel model) =>
    [
        model.ToDebugString(MetadataDebugStringOptions.ShortDefault),
        .. model.GetEntityTypes().SelectMany(entity => entity.GetProperties(), (entity, property) =>
            $"{entity.GetTableName()}.{property.GetColumnName()} {property.GetColumnType()} {property.GetTypeMapping().Converter?.GetType().Name}"),
        .. model.GetEntityTypes().SelectMany(entity => entity.GetIndexes(), (entity, index) =>
            $"{index.GetDatabaseName()} {index.IsUnique} {index.GetFilter()}"),
    ];
}
