using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class GroupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InTheGeneralTopicAnAnswerHasNoTopicId()
    {
        await using var host = await IngressHost.StartAsync();
        var forum = await host.Playground.Client.AddGroupAsync(
            new NewGroup { Title = "Forum", Forum = true, Members = new Dictionary<long, string> { [host.Ann.Id] = "creator" } }, Token);
        var ann = host.Ann.In(forum.Id);
        await ann.SayAsync("@wisdomwave_bot hello", cancellationToken: Token);
        var turn = await host.Dialog.NextTurnAsync();
        Assert.Equal(new ChatAddress(forum.Id, ChatKind.Group), turn.Question.Chat);
        turn.Complete("Hello!");
        await turn.ReportsAsync();
        var sent = Assert.Single(await host.Playground.Client.BotCallsAsync("sendMessage", forum.Id, Token));
        Assert.Equal((200, null), (sent.Status, sent.MessageThreadId));
    }

    [Fact]
    public async Task AMigratedGroupContinuesAsASupergroup()
    {
        await using var host = await IngressHost.StartAsync();
        var group = await host.Playground.Client.AddGroupAsync(
            new NewGroup { Title = "Small", Type = "group", Members = new Dictionary<long, string> { [host.Ann.Id] = "creator" } }, Token);
        var supergroup = await host.Playground.Client.MigrateAsync(group.Id, Token);
        // The service messages about the migration start no turn, and messages in the supergroup are handled.
        await host.Ann.In(supergroup.Id).SayAsync("@wisdomwave_bot hello", cancellationToken: Token);
        Assert.Equal(("hello", supergroup.Id), await NextAsync(host));
        Assert.Equal([(group.Id, supergroup.Id)], host.Dialog.Moves);
    }

    [Fact]
    public async Task ATextMentionIsAddressed()
    {
        await using var host = await IngressHost.StartAsync();
        // The bot's id is known once it has been identified.
        await host.AskAsync("Hello");
        var bot = (await host.Playground.Client.StateAsync(Token)).Bots[0].User;
        var mention = new MessageEntity { Type = "text_mention", Offset = 0, Length = 4, User = bot };
        await host.Ann.In(PlaygroundClient.FriendsId).SayAsync(new SaidMessage { From = host.Ann.Id, Text = "Wise, hello", Entities = [mention] }, Token);
        Assert.Equal(("hello", PlaygroundClient.FriendsId), await NextAsync(host));
    }

    [Fact]
    public async Task AReplyToTheBotNeedsNoMention()
    {
        await using var host = await IngressHost.StartAsync();
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        await ann.SayAsync("@WisdomWave_Bot hello", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("Hello!");
        var answer = await ann.ReadAnswerAsync(message => message.Text == "Hello!", Token);
        await host.Boris.In(PlaygroundClient.FriendsId).SayAsync("and to me?", replyTo: answer.MessageId, cancellationToken: Token);
        var question = (await host.Dialog.NextTurnAsync()).Question;
        Assert.Equal(
            ("and to me?", AddressedBy.Reply, new QuotedMessage(answer.MessageId, "Hello!", FromBot: true)),
            (question.Text, question.AddressedBy, question.ReplyTo));
    }

    private static async Task<(string Text, long Chat)> NextAsync(IngressHost host)
    {
        var question = (await host.Dialog.NextTurnAsync()).Question;
        return (question.Text, question.Chat.Id);
    }
}
