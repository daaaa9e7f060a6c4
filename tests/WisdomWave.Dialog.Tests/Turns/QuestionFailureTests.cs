using Microsoft.Extensions.Logging;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Localization;

namespace WisdomWave.Dialog.Tests.Turns;

/// <summary>Questions without an answer, or without a whole one. All tests share a service; each has a person of its own.</summary>
public sealed class QuestionFailureTests : IClassFixture<QuestionFailureTests.Service>
{
    private readonly DialogService _dialog;
    private readonly long _person;

    public QuestionFailureTests(Service service)
    {
        (_dialog, _person) = (service.Dialog, service.NewPerson());
        _dialog.Completion.Refuse = () => null;
    }

    private string Question => $"hello from {_person}";

    [Theory]
    [InlineData(FailureKind.RateLimited, "Too many questions at once for the model. Please try again in a minute.")]
    [InlineData(FailureKind.QuotaSpent, "The bot's account with the model's provider has run out of credit. Please tell the person who runs this bot.")]
    [InlineData(FailureKind.Refused, "The model refused to answer this. Please rephrase it.")]
    public async Task AFailureIsReportedInOneSentenceAndNotRemembered(FailureKind kind, string sentence)
    {
        _dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionFailed(kind));

        var events = await AskAsync(Question);
        _dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        await AskAsync("again");

        Assert.Equal(new TurnFailed(kind, new Reply(sentence)), DialogService.Words(events[^1]));
        Assert.Equal(["again"], _dialog.LastPrompt);
    }

    [Theory]
    [InlineData(FailureKind.CutOff, "en", "⚠️ The connection to the model was lost; this is what arrived. Ask again for the whole answer.")]
    [InlineData(FailureKind.CutOff, "ru", "⚠️ Связь с моделью оборвалась; вот что успело прийти. Спросите ещё раз, чтобы получить весь ответ.")]
    [InlineData(FailureKind.TimedOut, "en", "⚠️ The model stopped in the middle; this is what arrived. Ask again for the whole answer.")]
    [InlineData(FailureKind.TimedOut, "ru", "⚠️ Модель замолчала на полуслове; вот что успело прийти. Спросите ещё раз, чтобы получить весь ответ.")]
    public async Task AnAnswerThatBreaksOffIsKeptMarkedAndRemembered(FailureKind kind, string language, string mark)
    {
        _dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionDelta("Half"), new CompletionFailed(kind));

        Assert.Equal(new Reply("Half", mark), DialogService.WordsOf(await AskAsync(Question, language)));
        await AskAsync("and?", language);
        Assert.Equal([Question, "Half", "and?"], _dialog.LastPrompt);
    }

    [Theory]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.TimedOut)]
    [InlineData(FailureKind.RateLimited)]
    public async Task AFailureOfTheProviderIsReportedAtOnceAndNotRetried(FailureKind kind)
    {
        _dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionCallStarted(), new CompletionFailed(kind));

        var events = await AskAsync(Question);

        Assert.Equal(new TurnFailed(kind, new Reply(Texts.In("en").Failure(kind))), DialogService.Words(events[^1]));
        AssertAskedOnce();
    }

    [Theory]
    [InlineData(400, FailureKind.BadRequest)]
    [InlineData(413, FailureKind.TooLarge)]
    [InlineData(422, FailureKind.BadRequest)]
    [InlineData(500, FailureKind.Unavailable)]
    public async Task AQuestionThatCompletionRefusesIsReportedByItsStatusAndNotRetried(int status, FailureKind kind)
    {
        _dialog.Completion.Refuse = () => status;

        var events = await AskAsync(Question);

        Assert.Equal(new TurnFailed(kind, new Reply(Texts.In("en").Failure(kind))), DialogService.Words(events[^1]));
        AssertAskedOnce();
        var turn = ((TurnAccepted)events[0]).Turn.Id;
        Assert.Contains($"Completion refused the question of turn {turn} with status {status}", _dialog.Log.Of(LogLevel.Warning));
        Assert.DoesNotContain(_dialog.Log.All, line => line.StartsWith("Completion is unavailable", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n ")]
    [InlineData("\u200b\u2060\ufeff")]
    public async Task AnAnswerWithoutVisibleTextIsReportedWithAButtonAndNotRemembered(string blank)
    {
        _dialog.Completion.Answer = (_, _) => blank.Length == 0
            ? ScriptedCompletion.Events(ScriptedCompletion.Done())
            : ScriptedCompletion.Events(new CompletionDelta(blank), ScriptedCompletion.Done());

        var events = await AskAsync(Question);
        _dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        await AskAsync("again");

        Assert.Equal(new TurnFailed(FailureKind.Empty, new Reply(Texts.In("en").Failure(FailureKind.Empty))), DialogService.Words(events[^1]));
        Assert.NotNull(DialogService.ReplyOf(events).Buttons);
        Assert.Equal(["again"], _dialog.LastPrompt);
    }

    [Theory]
    [InlineData(FailureKind.QuotaSpent)]
    [InlineData(FailureKind.Empty)]
    [InlineData(FailureKind.OnlyTools)]
    [InlineData(FailureKind.OnlyReasoning)]
    [InlineData(FailureKind.NoRoomLeft)]
    [InlineData(FailureKind.CutOff)]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.TimedOut)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.ContextTooLong)]
    public async Task ATemporaryFailureHasARetryButton(FailureKind kind)
    {
        _dialog.Completion.Answer = (_, _) => ScriptedCompletion.Events(new CompletionFailed(kind));

        var button = Assert.Single(Assert.Single(DialogService.ReplyOf(await AskAsync(Question)).Buttons!));

        Assert.StartsWith("🔄", button.Text, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<TurnEvent>> AskAsync(string text, string language = "en") =>
        _dialog.SendAsync(_dialog.Message(text, _person, language: language));

    private void AssertAskedOnce() => Assert.Single(_dialog.Completion.Requests, request => request.Messages[^1].Text == Question);

    public sealed class Service : IAsyncLifetime
    {
        private long _people;

        internal DialogService Dialog { get; private set; } = null!;

        internal long NewPerson() => Interlocked.Increment(ref _people);

        public async ValueTask InitializeAsync() => Dialog = await DialogService.StartAsync();

        public ValueTask DisposeAsync() => Dialog.DisposeAsync();
    }
}
