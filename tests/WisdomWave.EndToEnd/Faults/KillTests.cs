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

    /// <summary>What Telegram had taken when ingress died, and nobody had noted, is found again: not even first words stay.</summary>
    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenIngressIsKilled()
    {
        var verdict = await KillUnderLoadAsync(_fleet.Ingress);
        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    private Task<Verdict> KillUnderLoadAsync(ChildProcess service) =>
        AskDuringAsync(_fleet, $"{service.Name} killed {Kills} times", _ => KillAgainAndAgainAsync(service, Kills));
}
