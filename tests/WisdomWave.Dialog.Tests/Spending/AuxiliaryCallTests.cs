using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Tests.Attachments;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Spending;

/// <summary>The cost of calls besides the answer: transcriptions and embeddings.</summary>
public sealed class AuxiliaryCallTests
{
    private const string Brief = "--Persona=Be brief.";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARecordingIsCountedForTheTranscriptionModel()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync([files.Setting, .. TestPrices.Settings]);
        Hearing(dialog, new(60, 40), 0.5m);

        await dialog.SendAsync(Voice(dialog, files));

        Assert.Equal([("ear", 0, 60, 40, 500_000_000), ("test-model", 1, 21, 5, 31_000_000)], await RowsAsync(dialog));
        Assert.Contains("- Today: 126 (in 81, out 45) for 1 question; cost: 0.531\n", (await dialog.AskAsync("/usage")).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithBillingByTimeTheTokensOfTheTranscriptAreCounted()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        Hearing(dialog, new(0, 0), 0.006m, "one two three");

        await dialog.SendAsync(Voice(dialog, files));

        Assert.Equal(("ear", 0, 0, 3, 6_000_000), (await RowsAsync(dialog))[0]);
    }

    [Fact]
    public async Task ARecordingIsCountedOnceEvenAfterARestart()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        Hearing(dialog, new(60, 40), 0.5m);
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);
        var message = Voice(dialog, files);
        await foreach (var turnEvent in dialog.FollowAsync(message))
        {
            if (turnEvent is TurnDelta)
                break;
        }

        await dialog.AskedAsync();
        dialog.Completion.Answer = (request, _) => ScriptedCompletion.Saying(request.Messages[^1].Text);
        await dialog.RestartAsync();
        await dialog.SendAsync(message);

        Assert.Equal([("ear", 0, 60, 40, 500_000_000), ("test-model", 1, 21, 5, 0)], await RowsAsync(dialog));
    }

    [Fact]
    public async Task AnEmptyTranscriptIsCountedButIsNoQuestion()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        Hearing(dialog, new(60, 40), 0.5m, words: "");

        await dialog.SendAsync(Voice(dialog, files));

        Assert.Equal([("ear", 0, 60, 40, 500_000_000)], await RowsAsync(dialog));
    }

    /// <summary>A voice message of 300 KB is estimated at 1,500 tokens; its cost in money is unknown.</summary>
    [Theory]
    [InlineData("DailyTokens=5000")]
    [InlineData("MonthlyMoney=7")]
    public async Task WithoutBudgetARecordingIsNotTranscribed(string limit)
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync([files.Setting, Brief, $"--Budgets:Person:{limit}"]);
        Hearing(dialog, new(4_400, 100), 7m);

        Assert.Contains("⚠️ More than 80 %", DialogService.WordsOf(await dialog.SendAsync(Voice(dialog, files))).Footnote ?? "", StringComparison.Ordinal);
        var reply = DialogService.WordsOf(await dialog.SendAsync(Voice(dialog, files)));

        Assert.StartsWith("⛔ Your budget is used up. It renews on ", reply.Markdown, StringComparison.Ordinal);
        Assert.Single(files.Asked);
        Assert.Single(await RowsAsync(dialog), row => row.Model == "ear");
    }

    /// <summary>A second of voice costs little, but no budget would be left for the answer.</summary>
    [Theory]
    [InlineData("DailyTokens=1000")]
    [InlineData("MonthlyMoney=1")]
    public async Task WithoutBudgetForTheAnswerARecordingIsNotTranscribed(string limit)
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync([files.Setting, Brief, $"--Budgets:Person:{limit}", .. TestPrices.Settings]);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("Yes"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "test-model", new(800, 50)) { Cost = 0.9m });
        await dialog.AskAsync("one");
        Hearing(dialog, new(10, 5), 0.01m);

        var reply = DialogService.WordsOf(await dialog.SendAsync(Voice(dialog, files, size: 3_000)));

        Assert.StartsWith("⛔ Your budget is used up. It renews on ", reply.Markdown, StringComparison.Ordinal);
        Assert.Empty(files.Asked);
        Assert.Equal(["test-model"], (await RowsAsync(dialog)).Select(row => row.Model));
    }

    [Fact]
    public async Task AStoppedTranscriptionIsNotCounted()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, Brief, "--Budgets:Person:DailyTokens=3000");
        var hearing = new HangingTranscription();
        dialog.Completion.Transcribe = (_, _, _) => hearing;
        var events = dialog.SendAsync(Voice(dialog, files));
        await hearing.IsAsked.WaitAsync(Eventually.Limit, Token);

        await StopAsync(dialog, Assert.Single(await dialog.UndeliveredAsync()).Id);

        Assert.Equal(new Reply("⏹ Stopped."), DialogService.WordsOf(await events));
        Assert.Empty(dialog.Completion.Requests);
        Assert.Empty(await RowsAsync(dialog));

        // The reservation was released, so another recording of 1,500 tokens fits into the budget.
        Hearing(dialog, new(10, 10), null);
        Assert.StartsWith("> 🎤 ", DialogService.WordsOf(await dialog.SendAsync(Voice(dialog, files))).Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQuestionThatIsStoppedBeforeItsTurnIsNotCounted()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Well", context);
        var first = await dialog.StreamingAsync(dialog.Message("one"));
        var waiting = dialog.SendAsync(dialog.Message("two"));
        await Eventually.HoldsAsync(async () => (await dialog.UndeliveredAsync()).Count == 2, "both questions are accepted");
        var second = (await dialog.UndeliveredAsync()).Single(turn => turn.Id != first).Id;

        await StopAsync(dialog, second);
        await StopAsync(dialog, first);

        Assert.Equal(new Reply("⏹ Stopped."), DialogService.WordsOf(await waiting));
        Assert.Single(dialog.Completion.Requests);
        Assert.Equal([("test-model", 1)], (await RowsAsync(dialog)).Select(row => (row.Model, row.Questions)));
    }

    /// <summary>An audio file of 6 MB is estimated at 7,500 tokens.</summary>
    [Theory]
    [InlineData(7_000, false)]
    [InlineData(8_000, true)]
    public async Task TheCostOfARecordingIsEstimatedFirst(int limit, bool isHeard)
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, Brief, $"--Budgets:Person:DailyTokens={limit}");
        Hearing(dialog, new(10, 10), null);
        var audio = files.Add(AttachmentKind.Audio, [1, 2, 3]) with { Size = 6_000_000, MediaType = "audio/mpeg" };

        await dialog.SendAsync(dialog.Message("") with { Attachments = [audio] });

        Assert.Equal(isHeard, !files.Asked.IsEmpty);
    }

    [Theory]
    [InlineData(AnswerSource.Provider)]
    [InlineData(AnswerSource.Cache)]
    public async Task AnEmbeddingIsCountedInAdditionToItsQuestion(AnswerSource source)
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("Yes"),
            new CompletionCompleted(FinishKind.Stop, source, "test-model", new(100, 10)) { Cost = 0.1m, Embedding = new("vectors", new(9, 0), 0.000000025m) });

        await dialog.AskAsync("hello");

        var isPaid = source == AnswerSource.Provider;
        Assert.Equal(
            [isPaid ? ("test-model", 1, 100, 10, 100_000_000) : ("test-model", 0, 0, 0, 0), ("vectors", 0, 9, 0, 25)], await RowsAsync(dialog));
    }

    [Fact]
    public async Task AnEmbeddingCountsTowardsTheBudgetEvenWhenTheModelFails()
    {
        await using var dialog = await DialogService.StartAsync(Brief, "--Budgets:Person:DailyTokens=5000");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionFailed(FailureKind.QuotaSpent) { Embedding = new("vectors", new(4_900, 0), null) });
        await dialog.AskAsync("one");

        Assert.StartsWith("⛔ Your budget is used up.", (await dialog.AskAsync("two")).Markdown, StringComparison.Ordinal);
        Assert.Equal([("vectors", 0, 4_900, 0, 0)], await RowsAsync(dialog));
    }

    private static void Hearing(DialogService dialog, TokenUsage usage, decimal? cost, string words = "What is it?") =>
        dialog.Completion.Transcribe = (_, _, _) => Results.Ok(new Transcription(words, new ModelUsage("ear", usage, cost)));

    private static InboundMessage Voice(DialogService dialog, TelegramFiles files, int size = 300_000) =>
        dialog.Message("") with { Attachments = [files.Add(AttachmentKind.Voice, new byte[5]) with { Size = size }] };

    private static async Task StopAsync(DialogService dialog, Guid turn) =>
        (await dialog.Http.PostAsync($"/turns/{turn}/stop", null, Token)).EnsureSuccessStatusCode().Dispose();

    /// <summary>Hangs until the caller disconnects.</summary>
    private sealed class HangingTranscription : IResult
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsAsked => _asked.Task;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            _asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, httpContext.RequestAborted);
        }
    }

    private static async Task<List<(string Model, int Questions, long Input, long Output, long Nanos)>> RowsAsync(DialogService dialog)
    {
        await using var database = dialog.OpenDatabase();
        var rows = await database.Usage.AsNoTracking().OrderBy(row => row.Model).ToListAsync(Token);
        return [.. rows.Select(row => (row.Model, row.Questions, row.InputTokens, row.OutputTokens, row.CostNanos))];
    }
}
