using System.Net;
using System.Net.Http.Json;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Outbox;

public class OutboxTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AReplyStaysInTheOutboxUntilItsLastPartIsDelivered()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("hello")))[0]).Turn.Id;

        await dialog.ReportAsync(turn, 0, new PartReport(100, PartState.Placeholder));
        await dialog.ReportAsync(turn, 0, new PartReport(100, PartState.Final));
        var between = await dialog.UndeliveredAsync();
        await dialog.ReportAsync(turn, 1, new PartReport(101, PartState.Last));

        Assert.Equal([new DeliveredPart(0, 100, PartState.Final)], Assert.Single(between).Delivered);
        Assert.Empty(await dialog.UndeliveredAsync());
        Assert.True(((TurnAccepted)Assert.Single(await dialog.JoinAsync(turn))).Turn.IsDelivered);
    }

    [Fact]
    public async Task RejoiningATurnReportsItsDeliveredParts()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("hello")))[0]).Turn.Id;
        await dialog.ReportAsync(turn, 0, new PartReport(100, PartState.Placeholder));
        await dialog.RestartAsync();

        var events = await dialog.JoinAsync(turn);

        Assert.Equal([new DeliveredPart(0, 100, PartState.Placeholder)], ((TurnAccepted)events[0]).Turn.Delivered);
        Assert.Equal(new TurnCompleted(new Reply("You said: hello")), DialogService.Words(events[1]));
    }

    [Fact]
    public async Task AReplyInAGroupRepliesToTheQuestion()
    {
        await using var dialog = await DialogService.StartAsync();
        var message = dialog.Message("hello", chat: -100) with { Chat = new ChatAddress(-100, ChatKind.Group, TopicId: 3), MessageId = 42 };

        await dialog.SendAsync(message);

        var turn = Assert.Single(await dialog.UndeliveredAsync());
        Assert.Equal((new ChatAddress(-100, ChatKind.Group, 3), 42), (turn.Chat, turn.ReplyToMessageId));
    }

    [Fact]
    public async Task AReportThatCannotBeStoredDoesNotHoldBackTheOthers()
    {
        await using var dialog = await DialogService.StartAsync();
        var first = await dialog.AcceptedAsync(dialog.Message("hello"));
        var second = await dialog.AcceptedAsync(dialog.Message("hello", chat: 9));
        dialog.Database.Refuse("DeliveredParts", "Part", "= 5");
        TurnPartReport[] reports =
        [
            new(first, 0, new PartReport(100, PartState.Placeholder)),
            new(first, 5, new PartReport(101, PartState.Placeholder)),
            new(first, -1, new PartReport(101, PartState.Placeholder)),
            new(second, 0, new PartReport(102, PartState.Placeholder)),
        ];

        using var response = await dialog.Http.PostAsJsonAsync("/part-reports", reports, ContractsJson.Default.TurnPartReportArray, Token);

        Assert.Equal("[1,2]", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal([100, 102], (await dialog.UndeliveredAsync()).SelectMany(turn => turn.Delivered).Select(part => part.MessageId).Order());
    }

    [Fact]
    public async Task UnknownTurnsAreNotFound()
    {
        await using var dialog = await DialogService.StartAsync();
        var unknown = Guid.CreateVersion7();

        Assert.Equal("[]", await (await dialog.ReportAsync(unknown, 0, new PartReport(1, PartState.Last))).Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.NotFound, (await dialog.Http.GetAsync($"/turns/{unknown}/events", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await dialog.Http.PostAsync($"/turns/{unknown}/stop", null, Token)).StatusCode);
    }
}
