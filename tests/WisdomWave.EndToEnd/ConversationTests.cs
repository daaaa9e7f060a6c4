using System.Text.RegularExpressions;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

public sealed partial class ConversationTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AQuestionIsAnsweredInAStreamedReply()
    {
        var carl = await Playground.AddPersonAsync("Carl", "en", Token);
        var question = $"show markdown to {carl.Id}";
        await Playground.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = 20, Contains = question }, Token);

        await carl.SayAsync(question, cancellationToken: Token);
        await carl.ReadAnswerAsync(message => message.Text?.Length > 20, Token);
        await Playground.ClearFaultsAsync(question, Token);
        var answer = await carl.ReadAnswerAsync(Token);

        var calls = await Playground.BotCallsAsync(chatId: carl.ChatId, cancellationToken: Token);
        Assert.Contains(calls, call => call.Method == "editMessageText");
        Assert.Contains(answer.Entities ?? [], entity => entity.Type == "bold");
        Assert.Contains(answer.Entities ?? [], entity => entity.Type == "pre");
    }

    [Fact]
    public async Task ASecondQuestionShowsThatTheFirstIsRememberedUntilForgotten()
    {
        var dora = await Playground.AddPersonAsync("Dora", "ru", Token);

        await dora.SayAsync("Меня зовут Дора", cancellationToken: Token);
        await dora.ReadAnswerAsync(Token);
        await dora.SayAsync("Как меня зовут?", cancellationToken: Token);
        var remembered = await dora.ReadAnswerAsync(Token);
        await dora.SayAsync("Забудь!", cancellationToken: Token);
        var forgotten = await dora.ReadAnswerAsync(Token);
        await dora.SayAsync("Как меня зовут?", cancellationToken: Token);
        var afterwards = await dora.ReadAnswerAsync(Token);

        Assert.Contains("Дора", remembered.Text, StringComparison.Ordinal);
        Assert.Equal("Готово: я забыл наш разговор.", forgotten.Text);
        Assert.DoesNotContain("Дора", afterwards.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InAGroupTheBotAnswersWhoAddressesItWithAReplyAndKeepsPeopleApart()
    {
        var ann = Playground.Ann.In(PlaygroundClient.FriendsId);
        var boris = Playground.Boris.In(PlaygroundClient.FriendsId);

        await ann.SayAsync("just chatting about @someone_else, забудь", cancellationToken: Token);
        var question = await ann.SayAsync("@wisdomwave_bot my name is Ann", cancellationToken: Token);
        var answer = await ann.ReadAnswerAsync(Token);
        await boris.SayAsync("@wisdomwave_bot what is my name?", cancellationToken: Token);
        var toBoris = await boris.ReadAnswerAsync(Token);
        await ann.SayAsync("what is my name?", replyTo: answer.MessageId, cancellationToken: Token);
        var toAnn = await ann.ReadAnswerAsync(Token);

        Assert.Equal(question.MessageId, answer.ReplyToMessage?.MessageId);
        Assert.DoesNotContain("Ann", toBoris.Text, StringComparison.Ordinal);
        Assert.Contains("Ann", toAnn.Text, StringComparison.Ordinal);
        Assert.Equal(3, (await ann.ReadAllAsync()).Count(message => message.From?.IsBot == true));
    }

    [Fact]
    public async Task TheLogSaysWhatATurnTookAndHoldsNoSecret()
    {
        var emil = await Playground.AddPersonAsync("Emil", "en", Token);

        await emil.SayAsync("a question nobody should read in a log", cancellationToken: Token);
        var answer = await emil.ReadAnswerAsync(Token);
        var turn = ButtonData.TurnOf(ButtonData.Regenerate, answer.ReplyMarkup!.InlineKeyboard![0][0].CallbackData!);

        // The orchestrator reads what a service writes a moment later.
        await Eventually.HoldsAsync(
            async () => TokensUsed().Matches(await Application.LogsAsync("dialog")).Any(match => match.Groups["turn"].Value == $"{turn}"),
            "dialog logs the tokens that the turn used");
        var logs = await Application.LogsAsync();
        Assert.DoesNotContain("PLAYGROUND-0", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody should read", logs, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"tokens used: \d+ \(\d+\.\d\d % of 16000; \d+ to think\), turn (?<turn>[0-9a-f-]{36})")]
    private static partial Regex TokensUsed();
}
