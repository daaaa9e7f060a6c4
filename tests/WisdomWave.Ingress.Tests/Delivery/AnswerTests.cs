using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Standing;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class AnswerTests
{
    [Fact]
    public async Task AQuestionIsAnsweredInAMessageThatGrows()
    {
        await using var host = await IngressHost.StartAsync();
        await host.Ann.SayAsync("What is the tide?", cancellationToken: TestContext.Current.CancellationToken);
        var turn = await host.Dialog.NextTurnAsync();
        Assert.Equal("What is the tide?", turn.Question.Text);

        turn.Delta("The sea ");
        var growing = await host.Ann.ReadAnswerAsync(message => message.Text == "The sea", TestContext.Current.CancellationToken);
        turn.Delta("rises **twice");
        await host.Ann.ReadAnswerAsync(message => message.Text == "The sea rises **twice", TestContext.Current.CancellationToken);
        turn.Delta("** a day");
        turn.Complete("The sea rises **twice** a day.");

        var answer = await host.Ann.ReadAnswerAsync(message => message.Text == "The sea rises twice a day.", TestContext.Current.CancellationToken);
        Assert.Equal(growing.MessageId, answer.MessageId);
        Assert.NotNull(growing.ReplyMarkup);
        Assert.Null(answer.ReplyMarkup);
        Assert.Equal(
            [(0, new PartReport(answer.MessageId, PartState.Placeholder)), (0, new PartReport(answer.MessageId, PartState.Last))],
            await turn.ReportsAsync());
    }
}
