using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class EditTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnEditedQuestionIsPostedAndItsAnswerDelivered()
    {
        await using var host = await IngressHost.StartAsync();
        var question = await host.Ann.SayAsync("Wat?", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("Pardon?");
        await IngressHost.ReadsAsync(host.Ann, "Pardon?");
        await host.Ann.EditAsync(question.MessageId, "What?", Token);
        var turn = await host.Dialog.NextTurnAsync();
        Assert.Equal(("What?", true, question.MessageId), (turn.Question.Text, turn.Question.IsEdit, turn.Question.MessageId));
        turn.Complete("That.");
        await IngressHost.ReadsAsync(host.Ann, "Pardon?", "That.");
    }

    [Fact]
    public async Task AnEditThatDialogReportsAsDeliveredSendsNothing()
    {
        await using var host = await IngressHost.StartAsync();
        var question = await host.Ann.SayAsync("What?", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("That.");
        await IngressHost.ReadsAsync(host.Ann, "That.");
        host.Dialog.Delivered = message => message.IsEdit;
        await host.Ann.EditAsync(question.MessageId, text: null, Token);
        await host.Dialog.NextTurnAsync();
        // The next message is not blocked, and no other answer was sent.
        (await host.AskAsync("And now?")).Complete("Now.");
        await IngressHost.ReadsAsync(host.Ann, "That.", "Now.");
    }

    [Fact]
    public async Task InAGroupAnEditWithAMentionIsAddressed()
    {
        await using var host = await IngressHost.StartAsync();
        var state = await host.Playground.Client.StateAsync(Token);
        await host.Playground.Client.ChangeBotAsync(state.Bots[0].User.Id, new() { PrivacyMode = false }, Token);
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        var said = await ann.SayAsync("What time is it?", cancellationToken: Token);
        await ann.EditAsync(said.MessageId, "Whatever.", Token);
        await ann.EditAsync(said.MessageId, "@wisdomwave_bot what time is it?", Token);
        var question = (await host.Dialog.NextTurnAsync()).Question;
        Assert.Equal(("what time is it?", AddressedBy.Mention, true), (question.Text, question.AddressedBy, question.IsEdit));
    }
}
