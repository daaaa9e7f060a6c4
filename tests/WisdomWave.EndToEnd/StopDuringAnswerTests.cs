using WisdomWave.Contracts.Dialog;

namespace WisdomWave.EndToEnd;

/// <summary>The ways in which the application can be told to end while it writes an answer.</summary>
[Collection(TwoRuns.Collection)]
public sealed class StopDuringAnswerTests(TwoRuns runs)
{
    [Fact]
    public async Task AStopWaitsForTheAnswerUnderWayLongerThanTheOrchestratorWould()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);

        var (call, answer) = await runs.Stopped;

        Assert.Equal((false, "stop"), (call.Cancelled, call.FinishReason));
        Assert.EndsWith(call.Answer[^40..], answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            answer.ReplyMarkup?.InlineKeyboard?.SelectMany(row => row) ?? [],
            button => button.CallbackData is { } data && data.StartsWith(ButtonData.Stop, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASecondCtrlCEndsEverythingWithoutWaitingForTheAnswerUnderWay()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);

        Assert.True((await runs.Forced).Call.Cancelled);
    }
}
