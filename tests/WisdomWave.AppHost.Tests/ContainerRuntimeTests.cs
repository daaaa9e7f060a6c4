namespace WisdomWave.AppHost.Tests;

public sealed class ContainerRuntimeTests
{
    private const string NoRuntime = "WISDOMWAVE_CONTAINERS is always, but neither docker nor podman answers; start one of them, or set it to auto.";
    private const string NoPackages = "WISDOMWAVE_CONTAINERS is always, but this build has no Aspire packages and runs no containers; set it to auto.";

    public static TheoryData<string, bool, bool, bool, string?> Cases => new()
    {
        { "Auto", false, true, true, null },
        { "Auto", false, false, false, null },
        { "Auto", true, true, false, null },
        { "Never", false, true, false, null },
        { "Always", false, true, true, null },
        { "Always", false, false, false, NoRuntime },
        { "Always", true, true, false, NoPackages },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ContainersRunWhereTheyMayAndCan(string use, bool isStandIn, bool answers, bool expected, string? problem)
    {
        var problems = new List<string>();
        Assert.Equal(expected, await ContainerRuntime.DecideAsync(Enum.Parse<ContainerUse>(use), isStandIn, () => Task.FromResult(answers), problems));
        Assert.Equal(problem is null ? [] : [problem], problems);
    }
}
