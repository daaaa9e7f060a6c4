using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Tests.Prompting;

public sealed class PromptingTests
{
    [Theory]
    [InlineData("gpt-5-mini", "o200k_base")]
    [InlineData("gpt-5.1", "o200k_base")]
    [InlineData("gpt-4o", "o200k_base")]
    [InlineData("openai/gpt-4.1", "o200k_base")]
    [InlineData("ft:gpt-4.1:team::id", "o200k_base")]
    [InlineData("llama-3", "o200k_base")]
    [InlineData("gpt-4", "cl100k_base")]
    [InlineData("gpt-4-turbo", "cl100k_base")]
    [InlineData("ft:gpt-3.5-turbo:team::id", "cl100k_base")]
    [InlineData("openai/GPT-3.5-turbo-16k", "cl100k_base")]
    public void EachModelHasItsEncoding(string model, string encoding) => Assert.Equal(encoding, ModelEncoding.Of(model));

    [Theory]
    [InlineData("gpt-5-mini", "", 0)]
    [InlineData("gpt-5-mini", "hello world", 2)]
    [InlineData("gpt-5-mini", "tiktoken is great!", 6)]
    public void TokensAreCountedAsTheModelDoes(string model, string text, int tokens) => Assert.Equal(tokens, Counter(model).Count(text));

    [Fact]
    public void ALongRunOfOneCharacterIsCountedInPieces()
    {
        var counter = Counter("gpt-5-mini");

        // In one piece this would take minutes and exceed the time limit of the test run.
        Assert.InRange(counter.Count(new string('а', 200_000)), 10_000, 200_000);
        Assert.InRange(counter.Count(string.Concat(Enumerable.Repeat("🙂", 20_000))), 10_000, 80_000);
    }

    [Fact]
    public void CuttingALongTextCostsHardlyAToken()
    {
        var counter = Counter("gpt-5-mini");
        var sentence = "The quick brown fox jumps over the lazy dog. ";

        var whole = counter.Count(string.Concat(Enumerable.Repeat(sentence, 200)));

        Assert.InRange(whole, 199 * counter.Count(sentence.TrimEnd()), 201 * counter.Count(sentence));
    }

    [Fact]
    public void AnySequenceOfQuestionsStaysWithinTheBudget()
    {
        var random = new Random(1);
        for (var run = 0; run < 500; run++)
        {
            var budget = new PromptBudget(random.Next(500, 20_000), random.Next(0, 200));
            var window = new PromptWindow(budget, []);
            for (var turn = 0; turn < 60; turn++)
            {
                var question = random.Next(1, budget.HistoryTokens);
                var before = window.Turns.ToList();
                var room = window.MakeRoom(question);
                if (room == WindowFit.QuestionTooLong)
                    continue;

                var prompt = window.PromptTokens(question);
                Assert.True(prompt + budget.AnswerTokens <= budget.MaxTokens, $"run {run}: {prompt} of {budget.MaxTokens}");
                Assert.True(before.TakeLast(window.Turns.Count).SequenceEqual(window.Turns), $"run {run}: not the newest turns are left");
                if (room == WindowFit.OldestRemoved && window.Turns.Count > 0)
                    Assert.True(prompt - budget.FixedTokens <= budget.SafeHistoryTokens, $"run {run}: above the safe level");
                window.Add(new RememberedTurn(turn, "q", "a", question + random.Next(1, budget.AnswerTokens)) { AskedAt = DateTimeOffset.UnixEpoch });
            }
        }
    }

    [Fact]
    public async Task OldTurnsLeaveAndThePersonIsToldOnce()
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=500", "--Persona=Be brief.");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(string.Concat(Enumerable.Repeat("word ", 60)));

        var replies = new List<Reply>();
        for (var i = 0; i < 12; i++)
            replies.Add(await dialog.AskAsync($"question {i}"));

        var notices = replies.Where(reply => reply.Footnote is not null).Select(reply => reply.Footnote);
        Assert.Equal(["ℹ️ Our conversation has grown long: its beginning no longer fits into my memory."], notices);
        Assert.All(dialog.Completion.Requests, request => Assert.InRange(request.Messages.Count, 2, 12));
        Assert.Equal("question 11", dialog.Completion.Requests.Last().Messages[^1].Text);
    }

    [Fact]
    public async Task TurnsThatLeftTheWindowStayOutAfterARestart()
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=500", "--Persona=Be brief.");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(string.Concat(Enumerable.Repeat("word ", 60)));
        for (var i = 0; i < 6; i++)
            await dialog.AskAsync($"question {i}");
        var before = dialog.Completion.Requests.Last().Messages;

        await dialog.RestartAsync();
        await dialog.AskAsync("short");

        var carried = dialog.Completion.Requests.Last().Messages.Skip(1).Select(message => message.Text).ToHashSet();
        Assert.DoesNotContain("question 0", carried);
        Assert.Contains(before[^1].Text, carried);
    }

    [Fact]
    public async Task AQuestionTooLongForTheBudgetGetsAClearAnswer()
    {
        await using var dialog = await DialogService.StartAsync("--MAX_TOKENS=500", "--Persona=Be brief.");

        var events = await dialog.SendAsync(dialog.Message(string.Concat(Enumerable.Repeat("word ", 1000))));

        var reply = Assert.IsType<TurnFailed>(events[^1]).Reply.Markdown;
        Assert.StartsWith("This message is too long for me: 1,00", reply, StringComparison.Ordinal);
        Assert.Empty(dialog.Completion.Requests);
    }

    private static TokenCounter Counter(string model) => new(ModelEncoding.Of(model));
}
