using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using Telegram.Bot;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests;

/// <summary>The simplest case: a minimal bot with the two real libraries answers a person.</summary>
public sealed class BotTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ABotWithTheRealLibrariesAnswersAPerson()
    {
        await using var playground = await PlaygroundServer.StartAsync(cancellationToken: Cancellation);
        var bot = new TelegramBotClient(new TelegramBotClientOptions(PlaygroundServer.BotToken, playground.Address.ToString().TrimEnd('/')));
        var model = new ChatClient("gpt-5-mini", new ApiKeyCredential("any"), new OpenAIClientOptions { Endpoint = playground.OpenAiAddress });

        await playground.Ann.SayAsync("my name is Ann", cancellationToken: Cancellation);
        var update = Assert.Single(await bot.GetUpdates(cancellationToken: Cancellation));
        var placeholder = await bot.SendMessage(update.Message!.Chat, "…", cancellationToken: Cancellation);
        var text = "";
        await foreach (var piece in model.CompleteChatStreamingAsync([new UserChatMessage(update.Message.Text)], cancellationToken: Cancellation))
            text += string.Concat(piece.ContentUpdate.Select(part => part.Text));
        await bot.EditMessageText(update.Message.Chat, placeholder.Id, text, cancellationToken: Cancellation);

        var answer = await playground.Ann.ReadAnswerAsync(
            message => message.Text == "Nice to meet you, Ann! I will remember your name as long as our conversation lasts.", Cancellation);
        var call = Assert.Single(await playground.Client.ModelCallsAsync(cancellationToken: Cancellation));
        Assert.Equal(("my name is Ann", "stop", answer.Text), (call.Messages[^1].Text, call.FinishReason, call.Answer));
    }
}
