using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace WisdomWave.Dialog.Tests.Turns;

public sealed class WarmUpTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheServiceDoesNotListenBeforeTheWarmUpHasEnded()
    {
        await using var dialog = await DialogService.StartAsync("--Logging:LogLevel:WisdomWave=Debug");
        var lines = dialog.Log.All.ToList();

        var warm = lines.FindIndex(line => line.StartsWith("Warmed up in ", StringComparison.Ordinal));
        var listens = lines.FindIndex(line => line.StartsWith("Now listening on", StringComparison.Ordinal));
        Assert.InRange(warm, 0, listens);
        Assert.Empty(dialog.Log.Of(LogLevel.Warning, "WisdomWave"));
    }

    [Fact]
    public async Task TheWarmUpLeavesNothingInTheDatabaseAndAsksNoModel()
    {
        await using var dialog = await DialogService.StartAsync();

        await using var database = dialog.OpenDatabase();
        Assert.Equal(
            (0, 0, 0, 0),
            (await database.Inbox.CountAsync(Token), await database.Turns.CountAsync(Token), await database.Conversations.CountAsync(Token), await database.DeliveredParts.CountAsync(Token)));
        Assert.Empty(dialog.Completion.Requests);
    }
}
