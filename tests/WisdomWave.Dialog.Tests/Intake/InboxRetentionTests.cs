using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Storage;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Intake;

public class InboxRetentionTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExpiredUpdatesArePrunedInBatches()
    {
        await using var dialog = await DialogService.StartAsync();
        var writer = dialog.Services.GetRequiredService<DatabaseWriter>();

        // Far ahead of the service's own pruner, for which none of these updates has expired.
        var time = new FakeTimeProvider(DialogService.Now.AddYears(1));
        await writer.WriteAsync(
            session =>
            {
                // 1201 updates that have expired, and one that expires in five minutes.
                for (var update = 1; update <= 1201; update++)
                    InboxWrites.RecordUpdate(session, botId: 7, update, Guid.CreateVersion7(), time.GetUtcNow().AddHours(-73));
                InboxWrites.RecordUpdate(session, botId: 7, 1202, Guid.CreateVersion7(), time.GetUtcNow().AddHours(-72).AddMinutes(5));
                return true;
            },
            Token);

        using var pruning = new InboxPruner(writer, time);
        await pruning.StartAsync(Token);
        await LeavesAsync(dialog, 1202);
        time.Advance(TimeSpan.FromMinutes(10));
        await LeavesAsync(dialog);
        await pruning.StopAsync(Token);
    }

    [Fact]
    public async Task AReusedUpdateIdIsNewEvenBeforeTheExpiredOneIsPruned()
    {
        await using var dialog = await DialogService.StartAsync();
        var lastWeek = dialog.Message("of last week");
        await dialog.SendAsync(lastWeek);
        dialog.Change("""UPDATE "Inbox" SET "TakenAt" = "TakenAt" - 73 * 3600 * 1000""");

        var today = dialog.Message("of today") with { UpdateId = lastWeek.UpdateId };
        Assert.Equal(new Reply("You said: of today"), DialogService.WordsOf(await dialog.SendAsync(today)));
        Assert.Equal(new Reply("You said: of today"), DialogService.WordsOf(await dialog.SendAsync(today)));
        Assert.Equal(2, dialog.Completion.Requests.Count);
    }

    private static async Task LeavesAsync(DialogService dialog, params long[] updates)
    {
        long[] left = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                await using var database = dialog.OpenDatabase();
                left = await database.Inbox.Select(row => row.UpdateId).ToArrayAsync(Token);
                return updates.SequenceEqual(left);
            },
            () => $"[{string.Join(", ", updates)}] are left; these are: [{string.Join(", ", left)}]");
    }
}
