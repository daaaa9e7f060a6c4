using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns;

/// <summary>Models that reason before they answer, from a person's point of view.</summary>
public sealed class ReasoningTests
{
    private static readonly string[] Thinker = ["--Models:0:Name=test-model", "--Models:0:ReasoningEffort=Medium"];

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThinkingIsShownUntilTheAnswerReplacesIt()
    {
        await using var dialog = await DialogService.StartAsync(Thinker);
        var goOn = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => ThinkingUntil(goOn.Task);

        var (seen, thought) = ("", "");
        await foreach (var happened in dialog.FollowAsync(dialog.Message("hello")))
        {
            seen = happened switch
            {
                TurnRestarted => "",
                TurnDelta delta => seen + delta.Text,
                TurnCompleted completed => completed.Reply.Markdown,
                _ => seen,
            };
            if (happened is TurnDelta && !goOn.Task.IsCompleted)
            {
                thought = seen;
                goOn.SetResult();
            }
        }

        Assert.Equal(("💭 *Thinking…*", "fine"), (thought, seen));
    }

    [Fact]
    public async Task ASilentModelIsReportedAsSlowUntilItsFirstWord()
    {
        await using var dialog = await DialogService.StartAsync("--Questions:SlowAfter=00:00:00.05");
        var goOn = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => SilentUntil(goOn.Task);

        var seen = new List<TurnEvent>();
        await foreach (var happened in dialog.FollowAsync(dialog.Message("hello")))
        {
            seen.Add(happened);
            if (happened is TurnDelta)
                goOn.TrySetResult();
        }

        // The rest may arrive together with the end.
        Assert.Equal(
            [new TurnDelta(Texts.In("en").SlowModel), new TurnRestarted()],
            seen.Where(happened => happened is TurnDelta or TurnRestarted).Take(2));
        Assert.Equal(new Reply("fine"), DialogService.WordsOf(seen));
    }

    [Theory]
    [InlineData(false, "fine")]
    [InlineData(true, "> 💭 I wonder\\.")]
    public async Task ReasoningIsShownOnlyWhenWantedAndNeverSentBack(bool areShown, string begins)
    {
        await using var dialog = await DialogService.StartAsync(Thinker);
        if (areShown)
            await dialog.PressAsync("set:Thoughts=shown");
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionReasoning(areShown ? "I wonder." : ""), new CompletionDelta("fine"), ScriptedCompletion.Done());

        var events = await dialog.SendAsync(dialog.Message("hello"));
        var stored = DialogService.ReplyOf(await dialog.JoinAsync(((TurnAccepted)events[0]).Turn.Id));
        await dialog.AskAsync("and?");

        Assert.Equal(areShown, dialog.Completion.Requests.First().ShowReasoning);
        Assert.StartsWith(begins.Replace("\\.", "", StringComparison.Ordinal), DialogService.ReplyOf(events).Markdown, StringComparison.Ordinal);
        Assert.EndsWith("fine", DialogService.ReplyOf(events).Markdown, StringComparison.Ordinal);
        Assert.Equal(DialogService.ReplyOf(events).Markdown, stored.Markdown);
        Assert.Equal(["hello", "fine", "and?"], dialog.LastPrompt);
    }

    [Fact]
    public async Task TextThatTurnsOutToBeReasoningIsTakenBack()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionDelta("I wonder"), new CompletionTextDiscarded(), new CompletionDelta("fine"), ScriptedCompletion.Done());

        Assert.Equal(new Reply("fine"), await dialog.AskAsync("hello"));
    }

    [Fact]
    public async Task AnAnswerThatWasAllReasoningIsRetriedWithLessEffort()
    {
        await using var dialog = await DialogService.StartAsync(Thinker);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionCallStarted(), new CompletionFailed(FailureKind.NoRoomLeft));

        var turn = await dialog.SendAsync(dialog.Message("hello"));
        var button = DialogService.ReplyOf(turn).Buttons![0][0];
        Assert.Equal((Texts.In("en").Failure(FailureKind.NoRoomLeft), "🔄 think less"), (DialogService.ReplyOf(turn).Markdown, button.Text));

        // The first retry gets no answer, the second one does.
        var pressed = await dialog.PressAsync(button.Data);
        var second = DialogService.ReplyOf(await dialog.JoinAsync(pressed.Turn!.Id));
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        var third = await dialog.PressAsync(second.Buttons![0][0].Data);
        Assert.Equal("fine", DialogService.ReplyOf(await dialog.JoinAsync(third.Turn!.Id)).Markdown);
        await dialog.AskAsync("and?");

        Assert.Equal(
            [(ReasoningEffort.Medium, 8000), (ReasoningEffort.Low, 4000), (ReasoningEffort.Minimal, 1000), (ReasoningEffort.Medium, 8000)],
            dialog.Completion.Requests.Select(request => (request.ReasoningEffort!.Value, request.MaxReasoningTokens!.Value)));
    }

    [Fact]
    public async Task TheUsageOfAnAnswerWithoutTextIsCounted()
    {
        await using var dialog = await DialogService.StartAsync(Thinker);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(
            new CompletionCallStarted(), new CompletionFailed(FailureKind.NoRoomLeft) { Wasted = [new("test-model", new(100, 900, 0, 900), 0.5m)] });

        await dialog.AskAsync("hello");

        Assert.Matches(@"Today: 1\D?000\b", (await dialog.AskAsync("/usage")).Markdown);
    }

    [Theory]
    [InlineData("gpt-5-mini", 8000)]
    [InlineData("gpt-4o", 0)]
    public async Task AReasoningModelHasSeparateRoomForReasoning(string model, int room)
    {
        await using var dialog = await DialogService.StartAsync($"--MODEL_NAME={model}", "--MAX_TOKENS=16000");

        await dialog.AskAsync("hello");

        var request = dialog.Completion.Requests.Last();
        Assert.Equal((4000, room, (ReasoningEffort?)null), (request.MaxOutputTokens, request.MaxReasoningTokens, request.ReasoningEffort));
    }

    [Fact]
    public async Task TheContextSizeIncludesReasoning()
    {
        await using var dialog = await DialogService.StartAsync(
            "--MAX_TOKENS=16000", "--Models:0:Name=test-model", "--Models:0:ContextTokens=12000", "--Models:0:ReasoningTokens=8000");

        await dialog.AskAsync("hello");

        var request = dialog.Completion.Requests.Last();
        Assert.Equal((1500, 6000), (request.MaxOutputTokens, request.MaxReasoningTokens));
    }

    [Fact]
    public async Task TheReasoningEffortIsASettingOfReasoningModels()
    {
        await using var dialog = await DialogService.StartAsync([.. Thinker, "--Models:1:Name=quick"]);

        var overview = await dialog.AskAsync("/settings");
        Assert.Contains("Thinking: **Default: Medium**", overview.Markdown, StringComparison.Ordinal);
        var changed = await dialog.PressAsync("set:Effort=High");
        Assert.Contains("Thinking: **High**", changed.Replacement!.Markdown, StringComparison.Ordinal);
        await dialog.RestartAsync();
        await dialog.AskAsync("hello");
        Assert.Equal((ReasoningEffort.High, 16_000), (dialog.Completion.Requests.Last().ReasoningEffort, dialog.Completion.Requests.Last().MaxReasoningTokens));

        await dialog.AskAsync("/model quick");
        Assert.DoesNotContain("Thinking:", (await dialog.AskAsync("/settings")).Markdown, StringComparison.Ordinal);
        await dialog.AskAsync("hello again");
        Assert.Equal((null, 0), (dialog.Completion.Requests.Last().ReasoningEffort, dialog.Completion.Requests.Last().MaxReasoningTokens));
    }

    private static async IAsyncEnumerable<CompletionEvent> SilentUntil(Task goOn)
    {
        await goOn.WaitAsync(Eventually.Limit, Token);
        yield return new CompletionDelta("fine");
        yield return ScriptedCompletion.Done();
    }

    private static async IAsyncEnumerable<CompletionEvent> ThinkingUntil(Task goOn)
    {
        yield return new CompletionCallStarted();
        yield return new CompletionReasoning();
        await goOn.WaitAsync(Eventually.Limit, Token);
        yield return new CompletionDelta("fine");
        yield return ScriptedCompletion.Done();
    }
}
