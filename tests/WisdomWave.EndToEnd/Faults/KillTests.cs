namespace WisdomWave.EndToEnd.Faults;

/// <summary>kill -9 under load: afterwards every question has its answer, once and in order.</summary>
public sealed class KillTests(FleetFixture fixture, ITestOutputHelper output) : FaultTest(output), IClassFixture<FleetFixture>
{
    private readonly Fleet _fleet = fixture.Fleet;

    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenCompletionIsKilled()
    {
        var verdict = await KillUnderLoadAsync(_fleet.Completion);
        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenDialogIsKilled()
    {
        var verdict = await KillUnderLoadAsync(_fleet.Dialog);
        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    /// <summary>What Telegram had taken when ingress died, and nobody had noted: at most one beginning of an answer in five kills.</summary>
    [Fact]
    public async Task NothingIsLostAndAtMostAFewFirstWordsStayWhenIngressIsKilled()
    {
        var verdict = await KillUnderLoadAsync(_fleet.Ingress);
        AssertNothingLost(verdict);
        // Of ten kills, three is no evidence yet.
        Assert.InRange(verdict.Placeholders.Count, 0, Math.Max(3, Kills / 5));
    }

    private Task<Verdict> KillUnderLoadAsync(ChildProcess service) => AskDuringAsync(_fleet, $"{service.Name} killed {Kills} times", async _ =>
    {
        // Not in step with what the crowd does.
        var random = new Random(5);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 1500)), Token);
            await service.KillAsync();
            service.Start();
            await service.UntilReadyAsync(Token);
        }
    });
}
