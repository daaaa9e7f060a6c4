using Microsoft.Extensions.Logging;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Turns;

public sealed class QuestionTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AQuestionIsAnsweredAsAStream()
    {
        await using var dialog = await DialogService.StartAsync();

        var events = await dialog.SendAsync(dialog.Message("hello"));

        var turn = Assert.IsType<TurnAccepted>(events[0]).Turn;
        Assert.Equal(
            new TurnRef { Id = turn.Id, BotId = 7, UserId = 5, Chat = new ChatAddress(5, ChatKind.Private), Streams = true, Delivered = turn.Delivered },
            turn);
        Assert.Empty(turn.Delivered);
        Assert.Equal(new TurnCompleted(new Reply("You said: hello")), DialogService.Words(events[^1]));
    }

    [Fact]
    public async Task DeltasArriveWhileTheModelIsStillWriting()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("so far", context);

        await foreach (var turnEvent in dialog.FollowAsync(dialog.Message("hello")))
        {
            if (turnEvent is not TurnDelta delta)
                continue;

            Assert.Equal("so far", delta.Text);
            return;
        }

        Assert.Fail("The stream ended without a delta.");
    }

    [Fact]
    public async Task TheSecondQuestionCarriesTheFirstAndItsAnswer()
    {
        await using var dialog = await DialogService.StartAsync("--Persona=Be brief.");

        await dialog.AskAsync("My name is Ann.");
        await dialog.AskAsync("What is my name?");

        Assert.Equal(
            [
                new(PromptRole.System, "Be brief."),
                new(PromptRole.User, "My name is Ann."),
                new(PromptRole.Assistant, "You said: My name is Ann."),
                new(PromptRole.User, "What is my name?"),
            ],
            dialog.Completion.Requests.Last().Messages);
    }

    [Fact]
    public async Task TheHistorySurvivesARestart()
    {
        await using var dialog = await DialogService.StartAsync();

        await dialog.AskAsync("one");
        await dialog.RestartAsync();
        await dialog.AskAsync("two");

        Assert.Equal(["one", "You said: one", "two"], dialog.Completion.Requests.Last().Messages.Skip(1).Select(message => message.Text));
    }

    [Fact]
    public async Task ConversationsOfOtherPeopleAndChatsDoNotMix()
    {
        await using var dialog = await DialogService.StartAsync();

        await dialog.AskAsync("Ann in private", person: 5);
        await dialog.AskAsync("Boris in private", person: 6);
        await dialog.SendAsync(dialog.Message("Ann in the group", person: 5, chat: -100));
        await dialog.SendAsync(dialog.Message("Boris in the group", person: 6, chat: -100));

        Assert.All(dialog.Completion.Requests, request => Assert.Equal(2, request.Messages.Count));
    }

    [Fact]
    public async Task TurnsOfOneConversationRunOneAtATimeInOrder()
    {
        await using var dialog = await DialogService.StartAsync();
        var mayAnswer = new TaskCompletionSource();
        dialog.Completion.Answer = (request, _) => AfterAsync(mayAnswer.Task, request.Messages[^1].Text);

        var first = dialog.SendAsync(await AcceptedAsync(dialog, "first"));
        var second = dialog.SendAsync(await AcceptedAsync(dialog, "second"));
        await dialog.AskedAsync();
        Assert.Single(dialog.Completion.Requests);
        mayAnswer.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(["first", "second"], dialog.Completion.Requests.Select(request => request.Messages[^1].Text));
        Assert.Equal(4, dialog.Completion.Requests.Last().Messages.Count);
    }

    [Fact]
    public async Task AHangingCallDoesNotBlockOtherPeople()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (request, context) =>
            request.Messages[^1].Text == "hang" ? ScriptedCompletion.Hanging("", context) : ScriptedCompletion.Saying("quick");

        _ = await AcceptedAsync(dialog, "hang", person: 5);
        await dialog.AskedAsync();

        Assert.Equal(new Reply("quick"), await dialog.AskAsync("go", person: 6));
    }

    [Fact]
    public async Task AStoppedAnswerKeepsItsTextAndIsRemembered()
    {
        await using var dialog = await DialogService.StartAsync();
        var cancelled = new TaskCompletionSource();
        dialog.Completion.Answer = (_, context) =>
        {
            context.RequestAborted.Register(cancelled.SetResult);
            return ScriptedCompletion.Hanging("Half an ans", context);
        };

        var end = await StopWhenStreamingAsync(dialog, turn => dialog.Http.PostAsync($"/turns/{turn}/stop", null, Token));
        await cancelled.Task.WaitAsync(Eventually.Limit, Token);
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        await dialog.AskAsync("go on");

        Assert.Equal(new TurnCompleted(new Reply("Half an ans", "⏹ Stopped.")), end);
        Assert.Equal("Half an ans", dialog.Completion.Requests.Last().Messages[2].Text);
    }

    [Fact]
    public async Task TheStopCommandStopsTheAnswerThatIsBeingWritten()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("Half", context);

        Reply? reply = null;
        var end = await StopWhenStreamingAsync(dialog, async _ => reply = await dialog.AskAsync("/stop"));

        Assert.Equal(new TurnCompleted(new Reply("Half", "⏹ Stopped.")), end);
        Assert.Equal(new Reply(""), reply);
        Assert.Equal(new Reply("I am not writing anything at the moment."), await dialog.AskAsync("/stop"));
    }

    [Fact]
    public async Task AnAnswerThatReachedItsLengthLimitSaysSo()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionDelta("Long"), ScriptedCompletion.Done(FinishKind.Length));

        Assert.Equal(new Reply("Long", "✂️ The answer reached its length limit. ▶️ continues it."), await dialog.AskAsync("hello"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task EveryFailureIsReportedInThePersonsLanguage(string language)
    {
        await using var dialog = await DialogService.StartAsync("--Questions:RetryFor=00:00:00", "--RateLimits:QuestionsPerMinute=0");
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionFailed(kind));

            var events = await dialog.SendAsync(dialog.Message("hello", language: language));

            Assert.Equal(new TurnFailed(kind, new Reply(Texts.In(language).Failure(kind))), DialogService.Words(events[^1]));
        }
    }

    [Fact]
    public async Task ABrokenCallIsRetriedAndItsTextStartsOver()
    {
        await using var dialog = await DialogService.StartAsync("--Questions:FirstRetryDelay=00:00:00.05");
        var calls = 0;
        var seen = new SemaphoreSlim(0);
        dialog.Completion.Answer = (_, context) => Interlocked.Increment(ref calls) == 1
            ? ScriptedCompletion.Breaking(context, seen.WaitAsync(Token), new CompletionDelta("lost"))
            : ScriptedCompletion.Saying("whole");

        var events = await NotingDeltasAsync(dialog, seen);

        Assert.Equal(2, calls);
        Assert.Contains(new TurnDelta("lost"), events);
        Assert.Contains(new TurnRestarted(), events);
        Assert.Equal(new TurnCompleted(new Reply("whole")), DialogService.Words(events[^1]));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task AnUnavailableCompletionIsRetriedUntilItIsBack(int status)
    {
        await using var dialog = await DialogService.StartAsync("--Questions:FirstRetryDelay=00:00:00.02");
        var calls = 0;
        dialog.Completion.Refuse = () => Interlocked.Increment(ref calls) <= 5 ? status : null;

        Assert.Equal(new Reply("You said: hello"), await dialog.AskAsync("hello"));

        Assert.Equal(6, dialog.Completion.Requests.Count);
        Assert.All(dialog.Completion.Requests, request => Assert.Equal((3, 3), (request.MaxCalls, request.MaxFallbackCalls)));
    }

    [Fact]
    public async Task AnOutageOfCompletionIsLoggedOnceWhenItBeginsAndOnceWhenItEnds()
    {
        await using var dialog = await DialogService.StartAsync("--Questions:FirstRetryDelay=00:00:00.02", "--Questions:LongestRetryDelay=00:00:00.02");
        for (var outage = 1; outage <= 2; outage++)
        {
            var calls = 0;
            dialog.Completion.Refuse = () => Interlocked.Increment(ref calls) <= 5 ? 503 : null;

            await dialog.AskAsync("hello");

            Assert.Equal(6, calls);
            Assert.Equal(outage, dialog.Log.Of(LogLevel.Warning).Count(IsAboutCompletion));
            Assert.Equal(outage, dialog.Log.Of(LogLevel.Information).Count(IsAboutCompletion));
        }

        Assert.DoesNotContain(dialog.Log.All, line => line.Contains("calls the model again", StringComparison.Ordinal));

        static bool IsAboutCompletion(string line) => line.StartsWith("Completion ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhenCompletionStaysUnavailableThePersonGetsOneClearSentence()
    {
        await using var dialog = await DialogService.StartAsync("--Questions:FirstRetryDelay=00:00:00.02", "--Questions:RetryFor=00:00:00.5");
        dialog.Completion.Refuse = () => 503;

        var events = await dialog.SendAsync(dialog.Message("hello"));

        Assert.Equal(
            new TurnFailed(FailureKind.Unavailable, new Reply("I cannot reach the model at the moment. Please try again in a few minutes.")),
            DialogService.Words(events[^1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AQuestionThatBreaksRepeatedlyCostsThreeCallsInAll(bool announced)
    {
        await using var dialog = await DialogService.StartAsync("--Questions:FirstRetryDelay=00:00:00.02");
        var seen = new SemaphoreSlim(0);
        CompletionEvent[] begins = announced ? [new CompletionCallStarted(), new CompletionDelta("half")] : [new CompletionDelta("half")];
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Breaking(context, seen.WaitAsync(Token), begins);

        var events = await NotingDeltasAsync(dialog, seen);

        Assert.Equal(new Reply("half", Texts.In("en").Failure(FailureKind.CutOff)), DialogService.WordsOf(events));
        Assert.Equal([3, 2, 1], dialog.Completion.Requests.Select(request => request.MaxCalls));
    }

    [Fact]
    public async Task CallsMadeBeforeABreakCountTowardsTheLimit()
    {
        await using var dialog = await DialogService.StartAsync("--Questions:FirstRetryDelay=00:00:00.02");
        var calls = 0;
        var seen = new SemaphoreSlim(0);
        dialog.Completion.Answer = (_, context) => Interlocked.Increment(ref calls) == 1
            ? ScriptedCompletion.Breaking(context, seen.WaitAsync(Token), new CompletionCallStarted(), new CompletionCallStarted(), new CompletionDelta("half"))
            : ScriptedCompletion.Saying("whole");

        Assert.Equal(new Reply("whole"), DialogService.WordsOf(await NotingDeltasAsync(dialog, seen)));
        Assert.Equal([(3, 3), (1, 3)], dialog.Completion.Requests.Select(request => (request.MaxCalls!.Value, request.MaxFallbackCalls!.Value)));
    }

    /// <summary>Asks a question, and releases <paramref name="seen"/> for each delta: what the model wrote before it has arrived.</summary>
    private static async Task<IReadOnlyList<TurnEvent>> NotingDeltasAsync(DialogService dialog, SemaphoreSlim seen)
    {
        var events = new List<TurnEvent>();
        await foreach (var turnEvent in dialog.FollowAsync(dialog.Message("hello")))
        {
            events.Add(turnEvent);
            if (turnEvent is TurnDelta)
                seen.Release();
        }

        return events;
    }

    private static async IAsyncEnumerable<CompletionEvent> AfterAsync(Task gate, string text)
    {
        await gate;
        yield return new CompletionDelta(text);
        yield return ScriptedCompletion.Done();
    }

    /// <summary>Sends a message until it is accepted. Sending it again follows its turn.</summary>
    private static async Task<InboundMessage> AcceptedAsync(DialogService dialog, string text, long person = 5)
    {
        var message = dialog.Message(text, person);
        await foreach (var turnEvent in dialog.FollowAsync(message))
        {
            if (turnEvent is TurnAccepted)
                break;
        }

        return message;
    }

    private static async Task<TurnEvent> StopWhenStreamingAsync(DialogService dialog, Func<Guid, Task> stop)
    {
        Guid turn = default;
        TurnEvent? last = null;
        await foreach (var turnEvent in dialog.FollowAsync(dialog.Message("hello")))
        {
            last = turnEvent;
            if (turnEvent is TurnAccepted accepted)
                turn = accepted.Turn.Id;
            else if (turnEvent is TurnDelta)
                await stop(turn);
        }

        return DialogService.Words(last!);
    }
}
