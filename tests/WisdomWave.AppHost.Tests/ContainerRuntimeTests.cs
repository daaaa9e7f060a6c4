namespace WisdomWave.AppHost.Tests;

public sealed class ContainerRuntimeTests
{
    private const string NoRuntime = "WISDOMWAVE_CONTAINERS is always, but neither docker nor podman answers; start one of them, or set it to auto.";

    public static TheoryData<string, bool, bool, string?> Cases => new()
    {
        { "Auto", true, true, null },
        { "Auto", false, false, null },
        { "Never", true, false, null },
        { "Always", true, true, null },
        { "Always", false, false, NoRuntime },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ContainersRunWhereTheyMayAndCan(string use, bool answers, bool expected, string? problem)
    {
        var problems = new List<string>();
        Assert.Equal(expected, await ContainerRuntime.DecideAsync(Enum.Parse<ContainerUse>(use), () => Task.FromResult(answers), problems));
        Assert.Equal(problem is null ? [] : [problem], problems);
    }
}
