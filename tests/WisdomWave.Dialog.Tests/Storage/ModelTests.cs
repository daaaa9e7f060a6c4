using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Storage.Model;

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

    private static IEnumerable<string> Describe(IModel model) =>
    [
        model.ToDebugString(MetadataDebugStringOptions.ShortDefault),
        .. model.GetEntityTypes().SelectMany(entity => entity.GetProperties(), (entity, property) =>
            $"{entity.GetTableName()}.{property.GetColumnName()} {property.GetColumnType()} {property.GetTypeMapping().Converter?.GetType().Name}"),
        .. model.GetEntityTypes().SelectMany(entity => entity.GetIndexes(), (entity, index) =>
            $"{index.GetDatabaseName()} {index.IsUnique} {index.GetFilter()}"),
    ];
}
