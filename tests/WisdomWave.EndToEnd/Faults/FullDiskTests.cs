using WisdomWave.Testing;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>The database's disk is full: no message is accepted unless it is stored, and all are answered once there is room again.</summary>
public sealed class FullDiskTests(ITestOutputHelper output) : FaultTest(output)
{
    /// <summary>SQLite's message.</summary>
    private const string FullDisk = "database or disk is full";

    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenTheDiskIsFullForAWhile()
    {
        using var disk = SmallDisk.Mount(megabytes: 24);
        Assert.SkipWhen(disk is null, SmallDisk.Needs);
        await using var fleet = await Fleet.StartAsync(Token, disk.Folder);

        var verdict = await AskDuringAsync(fleet, "the database's disk full and freed", async crowd =>
        {
            await crowd.UntilAskedAsync(crowd.People.Count / 2);
            disk.Fill();
            await AskedForAWhileAsync(crowd);
            await Eventually.HoldsAsync(async () => (await fleet.Dialog.ReadLogAsync()).Contains(FullDisk, StringComparison.Ordinal), "dialog has met the full disk");
            disk.MakeRoom();
        });

        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }
}
