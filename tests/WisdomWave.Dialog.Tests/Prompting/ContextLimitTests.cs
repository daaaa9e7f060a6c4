using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Prompting;

namespace WisdomWave.Dialog.Tests.Prompting;

/// <summary>Models with a smaller context than the operator has configured.</summary>
public sealed class ContextLimitTests
{
    private const int MaxTokens = 8000;

    [Theory]
    [InlineData(null, null, 4000)]
    [InlineData(4096, null, 4096)]
    [InlineData(4096, 8000, 4096)]
    [InlineData(4096, 16_000, 1945)]
    [InlineData(4096, 6000, 4096)]
    [InlineData(9000, null, 4000)]
    [InlineData(9000, 10_000, 6840)]
    public void TheLearnedLimitIsTheServersInOurTokensOrHalf(int? limit, int? requested, int learned) =>
        Assert.Equal(learned, OverflowLesson.LimitFrom(new ContextOverflow(limit, requested), prompt: 6000, room: 2000));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ATooLongPromptIsShortenedAndRetriedOnce(bool serverNamesItsLimit)
    {
        await using var dialog = await DialogService.StartAsync($"--MAX_TOKENS={MaxTokens}", "--Persona=Be brief.");
        await TalkAsync(dialog);
        var before = dialog.Completion.Requests.Count;
        dialog.Completion.Answer = (request, _) => Answer(request, serverNamesItsLimit);

        var reply = await dialog.AskAsync("And now?");
        Assert.Equal((new Reply("fine", Texts.In("en").WindowTrimmed), before + 2), (reply, dialog.Completion.Requests.Count));

        // The limit is now known, in this conversation and in others.
        Assert.Equal((new Reply("fine"), before + 3), (await dialog.AskAsync("And then?"), dialog.Completion.Requests.Count));
        Assert.True(dialog.Completion.Requests.Last().MaxOutputTokens < MaxTokens / 4);
        await dialog.AskAsync("Hello", person: 6);
        Assert.True(dialog.Completion.Requests.Last().MaxOutputTokens < MaxTokens / 4);
        Assert.Contains("test-model takes", string.Join('\n', dialog.Log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AConversationNeverStaysStuck()
    {
        await using var dialog = await DialogService.StartAsync($"--MAX_TOKENS={MaxTokens}", "--Persona=Be brief.", "--RateLimits:QuestionsPerMinute=0");
        await TalkAsync(dialog);
        dialog.Completion.Answer = (request, _) => Length(request) > 1200 ? TooLong(null) : ScriptedCompletion.Saying("fine");

        for (var tries = 1; await dialog.AskAsync("And now?") is var reply && reply.Markdown != "fine"; tries++)
        {
            Assert.Equal(Texts.In("en").Failure(FailureKind.ContextTooLong), reply.Markdown);
            Assert.True(tries < 4, "The conversation is stuck.");
        }
    }

    [Fact]
    public async Task AQuestionCostsTwoCallsAtMostHoweverLongItIs()
    {
        await using var dialog = await DialogService.StartAsync($"--MAX_TOKENS={MaxTokens}");
        dialog.Completion.Answer = (_, _) => TooLong(null);

        var events = await dialog.SendAsync(dialog.Message("hello"));

        Assert.Equal(FailureKind.ContextTooLong, Assert.IsType<TurnFailed>(events[^1]).Kind);
        Assert.True(dialog.Completion.Requests.Count <= 2, $"{dialog.Completion.Requests.Count} calls");
    }

    private static async Task TalkAsync(DialogService dialog)
    {
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying(string.Concat(Enumerable.Repeat("word ", 500)));
        for (var i = 0; i < 10; i++)
            await dialog.AskAsync($"question {i}");
    }

    // Counts words, each of which is one token.
    private static int Length(CompletionRequest request) => request.Messages.Sum(message => message.Text.Split(' ').Length);

    private static IAsyncEnumerable<CompletionEvent> Answer(CompletionRequest request, bool namesLimit)
    {
        var total = Length(request) + request.MaxOutputTokens!.Value;
        return total > 4000 ? TooLong(namesLimit ? new(4000, total) : null) : ScriptedCompletion.Saying("fine");
    }

    private static IAsyncEnumerable<CompletionEvent> TooLong(ContextOverflow? overflow) =>
        ScriptedCompletion.Events(new CompletionCallStarted(), new CompletionFailed(FailureKind.ContextTooLong) { Overflow = overflow });
}
