namespace WisdomWave.EndToEnd.Faults;

/// <summary>kill -9 under load: afterwards every question has its answer, once and in order.</summary>
public sealed class KillTests(FleetFixture fixture, ITestOutputHelper output) : FaultTest(output), IClassFixture<FleetFixture>
{
    private readonly Fleet _fleet = fixture.Fleet;

    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenCompletionIsKilled()
    {
        // A question may cost three calls of the provider: two kills cannot use them up, however slow the machine is.
        var verdict = await KillUnderLoadAsync(_fleet.Completion, kills: 2);
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

    /// <summary>Messages that Telegram had accepted but ingress had not reported are found again: no placeholder stays.</summary>
    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenIngressIsKilled()
    {
        var verdict = await KillUnderLoadAsync(_fleet.Ingress);
        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    private Task<Verdict> KillUnderLoadAsync(ChildProcess service) => KillUnderLoadAsync(service, Kills);

    private Task<Verdict> KillUnderLoadAsync(ChildProcess service, int kills) =>
        AskDuringAsync(_fleet, $"{service.Name} killed {kills} times", _ => KillAgainAndAgainAsync(service, kills));
}
