using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Tests.Storage;

public sealed class SeveralBotsMigrationTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task EarlierAccessRulesApplyToAllBotsThatShareTheLists()
    {
        var path = Path.GetTempFileName();
        await using (var context = new DialogContext(new DbContextOptionsBuilder<DialogContext>().UseSqlite($"Data Source={path};Pooling=False").Options))
        {
            await context.GetService<IMigrator>().MigrateAsync("CostsAndAccess", Token);
            await context.Database.ExecuteSqlRawAsync(
                """INSERT INTO "Access" ("Id", "IsAllowed") VALUES (6, 1), (-100, 0); INSERT INTO "Strangers" ("PersonId", "ToldAt") VALUES (8, 9)""", Token);

            await context.Database.MigrateAsync(Token);

            Assert.Equal(
                [(0, -100, false), (0, 6, true)],
                await context.Access.OrderBy(row => row.Id).Select(row => ValueTuple.Create(row.BotId, row.Id, row.IsAllowed)).ToListAsync(Token));
            Assert.Equal(
                [(0, 8, DateTimeOffset.FromUnixTimeMilliseconds(9))],
                await context.Strangers.Select(row => ValueTuple.Create(row.BotId, row.UserId, row.ToldAt)).ToListAsync(Token));
        }

        File.Delete(path);
    }
}
