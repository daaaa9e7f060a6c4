using Telegram.Bot;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Playground.Tests.People;

public sealed class PrivacyTests : PlaygroundTest
{
    [Theory]
    [InlineData("just talk", false)]
    [InlineData("@wisdomwave_bot hello", true)]
    [InlineData("mail to me@wisdomwave_bot", false)]
    [InlineData("@boris_playground hello", false)]
    [InlineData("/help", true)]
    [InlineData("/help@wisdomwave_bot", true)]
    [InlineData("/help@other_bot", false)]
    public async Task InGroupsABotSeesOnlyMessagesForIt(string text, bool seen)
    {
        await Bot.GetMe(Cancellation);
        await Playground.Boris.In(PlaygroundClient.FriendsId).SayAsync(text, cancellationToken: Cancellation);
        Assert.Equal(seen ? 1 : 0, (await Bot.GetUpdates(cancellationToken: Cancellation)).Length);
    }

    [Fact]
    public async Task AReplyToTheBotIsForIt()
    {
        var sent = await Bot.SendMessage(PlaygroundClient.FriendsId, "hello all", cancellationToken: Cancellation);
        await Playground.Ann.In(PlaygroundClient.FriendsId).SayAsync("and to you", replyTo: sent.Id, cancellationToken: Cancellation);
        Assert.Equal(sent.Id, Assert.Single(await Bot.GetUpdates(cancellationToken: Cancellation)).Message!.ReplyToMessage!.Id);
    }

    [Fact]
    public async Task WithoutPrivacyModeABotSeesAllMessages()
    {
        var me = await Bot.GetMe(Cancellation);
        await Playground.Client.ChangeBotAsync(me.Id, new() { PrivacyMode = false }, Cancellation);
        await Playground.Ann.In(PlaygroundClient.FriendsId).SayAsync("just talk", cancellationToken: Cancellation);
        Assert.Single(await Bot.GetUpdates(cancellationToken: Cancellation));
        Assert.True((await Bot.GetMe(Cancellation)).CanReadAllGroupMessages);
    }

    [Fact]
    public async Task AnAnonymousAdminWritesAsTheGroup()
    {
        await Playground.Ann.In(PlaygroundClient.FriendsId).SayAsync(
            new SaidMessage { From = Playground.Ann.Id, Text = "@wisdomwave_bot hello", Anonymous = true }, Cancellation);
        var message = Assert.Single(await Bot.GetUpdates(cancellationToken: Cancellation)).Message!;
        Assert.Equal((PlaygroundClient.FriendsId, "GroupAnonymousBot"), (message.SenderChat!.Id, message.From!.Username));
    }
}
