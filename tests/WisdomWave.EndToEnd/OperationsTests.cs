using System.Text;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>Everything a person can do with a conversation besides asking, through all services.</summary>
public sealed class OperationsTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AStopReachesTheModelAndWhatCameStays(bool byButton)
    {
        var person = await Playground.AddPersonAsync("Fay", "en", Token);
        var question = $"long 200 for {person.Id}";
        await Playground.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = 20, Contains = question }, Token);
        await person.SayAsync(question, cancellationToken: Token);
        var growing = await person.ReadAnswerAsync(message => ButtonOf(message, ButtonData.Stop) is not null && message.Text?.Length > 20, Token);

        if (byButton)
            await person.PressAsync(growing, ButtonOf(growing, ButtonData.Stop)!, Token);
        else
            await person.SayAsync("/stop", cancellationToken: Token);

        var call = await Eventually.GetAsync(
            async () => (await Playground.ModelCallsAsync(cancellationToken: Token)).FirstOrDefault(call => call.Messages[^1].Text == question),
            "the model's call has ended");
        Assert.True(call.Cancelled);
        var answer = await Eventually.GetAsync(
            async () => (await person.ReadAllAsync()).SingleOrDefault(
                message => message.MessageId == growing.MessageId && message.Text!.Contains("⏹ Stopped.", StringComparison.Ordinal)),
            "the answer is marked as stopped");
        Assert.Null(ButtonOf(answer, ButtonData.Stop));
    }

    [Fact]
    public async Task RegenerateAnswersInPlaceAndPastTheCache()
    {
        var person = await Playground.AddPersonAsync("Gus", "en", Token);
        var question = $"What is {person.Id} + 1?";
        await person.SayAsync(question, cancellationToken: Token);
        var answer = await person.ReadAnswerAsync(Token);

        await person.PressAsync(answer, ButtonOf(answer, ButtonData.Regenerate)!, Token);
        var again = await person.ReadAnswerAsync(
            message => ButtonOf(message, ButtonData.Regenerate) is { } data && data != ButtonOf(answer, ButtonData.Regenerate), Token);

        Assert.Equal((answer.MessageId, answer.Text), (again.MessageId, again.Text));
        await Eventually.HoldsAsync(
            async () => (await Playground.ModelCallsAsync(cancellationToken: Token)).Count(call => call.Messages[^1].Text == question) == 2,
            "two calls are recorded");
        Assert.Equal(2, (await person.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task AChangedQuestionIsAnsweredInPlace()
    {
        var person = await Playground.AddPersonAsync("Hal", "en", Token);
        var question = await person.SayAsync("What is 2 + 2?", cancellationToken: Token);
        var answer = await person.ReadAnswerAsync(Token);

        await person.EditAsync(question.MessageId, "What is 20 + 30?", Token);
        var second = await person.ReadAnswerAsync(message => message.Text?.Contains("50", StringComparison.Ordinal) == true, Token);

        Assert.Equal(answer.MessageId, second.MessageId);
    }

    [Fact]
    public async Task SettingsAreAKeyboardThatEditsItself()
    {
        var person = await Playground.AddPersonAsync("Ida", "en", Token);
        await person.SayAsync("/settings", cancellationToken: Token);
        var settings = await person.ReadAnswerAsync(Token);

        await person.PressAsync(settings, "set:Language", Token);
        await person.PressAsync(settings, "set:Language=ru", Token);
        var russian = await person.ReadAnswerAsync(message => message.Text?.StartsWith("⚙️ Настройки", StringComparison.Ordinal) == true, Token);
        await person.SayAsync("/foo", cancellationToken: Token);

        Assert.Equal(settings.MessageId, russian.MessageId);
        Assert.Equal("Я не знаю такой команды. /help расскажет, что я умею.", (await person.ReadAnswerAsync(Token)).Text);
    }

    [Fact]
    public async Task DraftsShowAnAnswerWhileItIsWritten()
    {
        var person = await Playground.AddPersonAsync("Jan", "en", Token);
        await person.SayAsync("/settings", cancellationToken: Token);
        await person.PressAsync(await person.ReadAnswerAsync(Token), "set:Style=Drafts", Token);

        var question = $"long 2 for {person.Id}";
        await Playground.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = 20, Contains = question }, Token);
        await person.SayAsync(question, cancellationToken: Token);
        var draft = await person.ReadDraftAsync(draft => draft.Text?.Length > 20, Token);
        await Playground.ClearFaultsAsync(question, Token);
        var answer = await person.ReadAnswerAsync(Token);

        Assert.StartsWith(draft.Text![..20], answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await Playground.BotCallsAsync("editMessageText", person.ChatId, Token), call => call.MessageId == answer.MessageId);
    }

    [Fact]
    public async Task AVoiceMessageIsHeardAndADocumentIsRead()
    {
        var person = await Playground.AddPersonAsync("Kim", "en", Token);
        await person.SendVoiceAsync(Encoding.ASCII.GetBytes("OggS" + new string('0', 300)), cancellationToken: Token);
        var heard = await person.ReadAnswerAsync(Token);
        await person.SendDocumentAsync("notes.txt", "text/plain", Encoding.UTF8.GetBytes("The word is pineapple."), cancellationToken: Token);
        var read = await person.ReadAnswerAsync(Token);

        Assert.StartsWith("🎤 ", heard.Text, StringComparison.Ordinal);
        Assert.Contains("pineapple", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APasteThatTheClientCutIsOneQuestion()
    {
        var person = await Playground.AddPersonAsync("Lea", "en", Token);
        var paste = string.Join(' ', Enumerable.Range(0, 2000)) + $" {person.Id}";

        await person.SayAsync(paste, cancellationToken: Token);
        await person.ReadAnswerAsync(cancellationToken: Token);

        var asked = (await Playground.ModelCallsAsync(cancellationToken: Token)).Select(call => call.Messages[^1].Text).Where(text => text?.Contains($"{person.Id}", StringComparison.Ordinal) == true);
        Assert.Equal(paste.Split(), Assert.Single(asked)!.Split());
    }

    private static string? ButtonOf(Message message, string action) => message.ReplyMarkup?.InlineKeyboard?
        .SelectMany(row => row)
        .Select(button => button.CallbackData)
        .FirstOrDefault(data => data?.StartsWith(action + ":", StringComparison.Ordinal) == true);
}
