namespace WisdomWave.AppHost.Tests.OperatorConsole;

public sealed class OperatorConsoleTests
{
    [Theory]
    [InlineData(new[] { "--verbose", "--Ports:Dialog=1" }, true, new[] { "--Ports:Dialog=1" })]
    [InlineData(new[] { "--Ports:Dialog=1" }, false, new[] { "--Ports:Dialog=1" })]
    public void TheVerboseFlagIsNotPassedOn(string[] args, bool verbose, string[] rest)
    {
        Assert.Equal(rest, QuietConsole.TakeVerbose(args, out var isVerbose));
        Assert.Equal(verbose, isVerbose);
    }

    [Theory]
    [InlineData("10:31:02.117 info Turns: Turn 7 is done", false)]
    [InlineData("10:31:02.118 warn Writer: The disk is nearly full", true)]
    [InlineData("10:31:02.119 fail Writer: The disk is full", true)]
    [InlineData("10:31:02.119 crit Writer: The disk is gone", true)]
    [InlineData("  System.IO.IOException: No space left", false)]
    [InlineData("I said: 10:31:02.119 fail Writer: The disk is full", false)]
    public void WarningsAndErrorsOfServicesNeedAttention(string line, bool expected)
    {
        Assert.Equal(expected, ServiceLogs.Shows("2026-11-22T10:31:02.1190000Z " + line, verbose: false));
        Assert.True(ServiceLogs.Shows(line, verbose: true));
    }

    [Fact]
    public void TheReasonIsTheLastErrorWithoutItsStackTrace() =>
        Assert.Equal(
            "MAX_TOKENS must be a whole number.",
            FailureReason.Of(
            [
                new(1, "2026-11-22T17:15:00.0000000Z starting", false),
                new(2, "2026-11-22T17:15:00.0000000Z MAX_TOKENS must be a whole number.", true),
                new(3, "2026-11-22T17:15:00.0000000Z    at Program.Main()", true),
                new(4, "2026-11-22T17:15:00.0000000Z stopping", false),
            ]));

    [Fact]
    public void WithoutStderrTheReasonIsTheLastWarning() =>
        Assert.Equal(
            "10:31:02.118 warn Writer: The disk is nearly full",
            FailureReason.Of([new(1, "2026-11-22T17:15:00Z 10:31:02.118 warn Writer: The disk is nearly full", false), new(2, "10:31:03.000 info Lifetime: Stopping", false)]));

    [Fact]
    public void TheOrchestratorsReasonCountsOnlyForAProgramWithoutItsOwn()
    {
        LogLine orchestrators = new(2, "2026-11-22T17:15:00Z [sys] Failed to start: no such file", true);
        Assert.Equal("Failed to start: no such file", FailureReason.Of([new(1, "info", false), orchestrators]));
        Assert.Equal("the reason", FailureReason.Of([new(1, "the reason", true), orchestrators]));
    }

    [Fact]
    public void AResourceWithoutAnErrorHasNoReason() => Assert.Equal("It logged no error.", FailureReason.Of([]));
}
