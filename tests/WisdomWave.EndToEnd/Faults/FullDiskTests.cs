using WisdomWave.Testing;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>No room for the database: nothing is accepted that is not stored, and all is answered when there is room again.</summary>
public sealed class FullDiskTests(ITestOutputHelper output) : FaultTest(output)
{
    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenTheDiskIsFullForAWhile()
    {
        using var disk = SmallDisk.Mount(megabytes: 24);
        Assert.SkipWhen(disk is null, SmallDisk.Needs);
        await using var fleet = await Fleet.StartAsync(Token, disk.Folder);

        var verdict = await AskDuringAsync(fleet, "the database's disk full and freed", async _ =>
        {
            await Task.Delay(2000, Token);
            disk.Fill();
            await Task.Delay(Duration, Token);
            disk.MakeRoom();
        });

        Assert.Contains("database or disk is full", await fleet.Dialog.ReadLogAsync(), StringComparison.Ordinal);
        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }
}
