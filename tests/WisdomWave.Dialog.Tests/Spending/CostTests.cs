using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Spending;

public sealed class CostTests
{
    private const int ReasoningTokens = 500;

    private static readonly string[] Reasoner = [.. TestPrices.Settings, $"--Models:0:ReasoningTokens={ReasoningTokens}"];

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryCallIsStoredPerModelWithItsCost()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => Answered(new(1000, 200, 400), cost: 0.0061m);
        await dialog.AskAsync("one");
        await dialog.AskAsync("two");
        dialog.Completion.Answer = (_, _) => Answered(new(50, 5), cost: 0.000000025m, model: "another-model");
        await dialog.AskAsync("three");

        Assert.Equal(
            [
                (7, 5, 5, "another-model", 1, 50, 0, 5, 25),
                (7, 5, 5, "test-model", 2, 2000, 800, 400, 12_200_000),
            ],
            await RowsAsync(dialog));
    }

    [Fact]
    public async Task UsageShowsCostsWhenPricesAreSet()
    {
        await using var dialog = await DialogService.StartAsync(TestPrices.Settings);
        dialog.Completion.Answer = (_, _) => Answered(new(1000, 200), cost: 1.25m);
        await dialog.AskAsync("one");

        Assert.Contains("- Today: 1,200 (in 1,000, out 200) for 1 question; cost: 1.25\n", (await dialog.AskAsync("/usage")).Markdown, StringComparison.Ordinal);
        Assert.Contains("за 1 вопрос; стоимость: 1,25\n", (await dialog.AskAsync("/usage", language: "ru")).Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AnswerSource.Cache)]
    [InlineData(AnswerSource.Joined)]
    public async Task AFreeAnswerCountsAsSaved(AnswerSource source)
    {
        await using var dialog = await DialogService.StartAsync(TestPrices.Settings);
        dialog.Completion.Answer = (_, _) => Answered(new(1000, 200), cost: 0, source: source);
        await dialog.AskAsync("one");

        Assert.Equal([(7, 5, 5, "test-model", 0, 0, 0, 0, 0)], await RowsAsync(dialog));
        await using var database = dialog.OpenDatabase();
        var row = await database.Usage.SingleAsync(Token);
        Assert.Equal((1, 1200, 1_400_000_000L), (row.CachedQuestions, row.CachedTokens, row.SavedNanos));
    }

    [Fact]
    public async Task TheTokensOfAStoppedAnswerAreCountedHere()
    {
        await using var dialog = await DialogService.StartAsync(TestPrices.Settings);
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half an answer", context);
        var turn = await dialog.StreamingAsync(dialog.Message("hello"));
        await dialog.Http.PostAsync($"/turns/{turn}/stop", null, Token);
        await dialog.JoinAsync(turn);

        var row = Assert.Single(await RowsAsync(dialog));
        Assert.Equal(("test-model", 1, 3), (row.Model, row.Questions, row.Output));
        Assert.InRange(row.Input, 40, 80);
        Assert.Equal((row.Input + (2 * row.Output)) * 1_000_000, row.Nanos);
    }

    [Fact]
    public async Task TheTokensOfBrokenAndCutOffAnswersAreCountedHere()
    {
        await using var dialog = await DialogService.StartAsync("--Questions:FirstRetryDelay=00:00:00.02");
        var calls = 0;
        var seen = new TaskCompletionSource();
        dialog.Completion.Answer = (_, context) => ++calls == 1
            ? ScriptedCompletion.Breaking(context, seen.Task, new CompletionDelta("one two three"))
            : ScriptedCompletion.Events(new CompletionDelta("Half"), new CompletionFailed(FailureKind.CutOff));
        await foreach (var turnEvent in dialog.FollowAsync(dialog.Message("hello")))
        {
            if (turnEvent is TurnDelta)
                seen.TrySetResult();
        }

        var row = Assert.Single(await RowsAsync(dialog));
        Assert.Equal((2, 1, 4), (calls, row.Questions, row.Output));
        Assert.InRange(row.Input, 80, 160);
    }

    /// <summary>The provider bills it, but nobody knows how much it was.</summary>
    [Theory]
    [InlineData(true, FailureKind.TimedOut)]
    [InlineData(true, FailureKind.Unavailable)]
    [InlineData(false, FailureKind.TimedOut)]
    public async Task AnAnswerThatBreaksOffWhileTheModelReasonsCostsTheReservedReasoning(bool isTold, FailureKind failure)
    {
        await using var dialog = await DialogService.StartAsync(Reasoner);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            [new CompletionCallStarted(), .. isTold ? (CompletionEvent[])[new CompletionReasoning()] : [], new CompletionFailed(failure)]);
        await dialog.AskAsync("hello");

        AssertReasoningIsPaid(Assert.Single(await RowsAsync(dialog)));
    }

    [Fact]
    public async Task AnAnswerThatIsStoppedWhileTheModelReasonsCostsTheReservedReasoning()
    {
        await using var dialog = await DialogService.StartAsync(Reasoner);
        dialog.Completion.Answer = (_, context) => ReasoningAsync(context);
        // The first that streams is that the model thinks.
        var turn = await dialog.StreamingAsync(dialog.Message("hello"));
        await dialog.Http.PostAsync($"/turns/{turn}/stop", null, Token);
        await dialog.JoinAsync(turn);

        AssertReasoningIsPaid(Assert.Single(await RowsAsync(dialog)));
    }

    /// <summary>Otherwise, who stops each answer near its end would get the reasoning for nothing.</summary>
    [Fact]
    public async Task AnAnswerThatIsStoppedAfterItsFirstWordCostsTheReservedReasoningToo()
    {
        await using var dialog = await DialogService.StartAsync(Reasoner);
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging(context, new CompletionCallStarted(), new CompletionDelta("Half"));
        var turn = await dialog.StreamingAsync(dialog.Message("hello"));
        await dialog.Http.PostAsync($"/turns/{turn}/stop", null, Token);
        await dialog.JoinAsync(turn);

        Assert.Equal(ReasoningTokens + 1, Assert.Single(await RowsAsync(dialog)).Output);
    }

    /// <summary>The question that started the call pays for it, once.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ASharedCallThatBreaksOffCostsTheQuestionsThatJoinedItNothing(bool isStopped)
    {
        await using var dialog = await DialogService.StartAsync(Reasoner);
        CompletionEvent[] start = [new CompletionCallStarted(IsJoined: true), new CompletionReasoning(), new CompletionDelta("Half")];
        dialog.Completion.Answer = (_, context) =>
            isStopped ? ScriptedCompletion.Hanging(context, start) : ScriptedCompletion.Events([.. start, new CompletionFailed(FailureKind.CutOff)]);
        var turn = await dialog.StreamingAsync(dialog.Message("hello"));
        if (isStopped)
            await dialog.Http.PostAsync($"/turns/{turn}/stop", null, Token);
        await dialog.JoinAsync(turn);

        Assert.Empty(await RowsAsync(dialog));
    }

    [Fact]
    public async Task TokensAreCountedHereWhenTheServerReportsNone()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => Answered(new(0, 0), cost: null);
        await dialog.AskAsync("hello");

        var row = Assert.Single(await RowsAsync(dialog));
        Assert.Equal(1, row.Output);
        Assert.InRange(row.Input, 40, 80);
    }

    [Fact]
    public async Task AFailureWithoutAnyTextCostsNothing()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionFailed(FailureKind.RateLimited));
        await dialog.AskAsync("hello");

        Assert.Empty(await RowsAsync(dialog));
    }

    [Fact]
    public async Task AnAnswerReplacedWhileStreamingIsCounted()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half", context);
        await dialog.StreamingAsync(dialog.Message("hello"));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("whole");
        await dialog.AskAsync("/retry");

        Assert.Equal(2, Assert.Single(await RowsAsync(dialog)).Questions);
    }

    private static async IAsyncEnumerable<CompletionEvent> ReasoningAsync(HttpContext context)
    {
        yield return new CompletionCallStarted();
        yield return new CompletionReasoning();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private static void AssertReasoningIsPaid((long, long, long, string Model, int Questions, long Input, long Cached, long Output, long Nanos) row)
    {
        Assert.Equal(("test-model", 1, ReasoningTokens), (row.Model, row.Questions, row.Output));
        Assert.InRange(row.Input, 40, 80);
        Assert.Equal((row.Input + (2 * row.Output)) * 1_000_000, row.Nanos);
    }

    private static IAsyncEnumerable<CompletionEvent> Answered(
        TokenUsage usage, decimal? cost, string model = "test-model", AnswerSource source = AnswerSource.Provider) =>
        ScriptedCompletion.Events(
            new CompletionDelta("Yes"), new CompletionCompleted(FinishKind.Stop, source, model, usage) { Cost = cost });

    private static async Task<List<(long Bot, long Chat, long Person, string Model, int Questions, long Input, long Cached, long Output, long Nanos)>> RowsAsync(
        DialogService dialog)
    {
        await using var database = dialog.OpenDatabase();
        var rows = await database.Usage.AsNoTracking().OrderBy(row => row.Model).ToListAsync(Token);
        return
        [
            .. rows.Select(row => (
                row.BotId, row.ChatId, row.UserId, row.Model, row.Questions, row.InputTokens, row.CachedInputTokens, row.OutputTokens, row.CostNanos)),
        ];
    }
}
