using System.Net;
using System.Net.Http.Json;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Outbox;

/// <summary>The message ids that dialog knows near a send that was not confirmed.</summary>
public class KnownMessagesTests
{
    private const long Supergroup = -1_001_000_000_001;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InPrivateChatsAndBasicGroupsAllOfTheBotsIdsCount()
    {
        await using var dialog = await DialogService.StartAsync();
        var lost = await AskAsync(dialog, id: 100, person: 5);
        await dialog.ReportAsync(lost, 0, new PartReport(100, PartState.Sending));
        var other = await AskAsync(dialog, id: 101, person: 6);
        await dialog.ReportAsync(other, 0, new PartReport(104, PartState.Last));
        await AskAsync(dialog, id: 102, person: 7, chat: -100);
        await AskAsync(dialog, id: 103, person: 8, chat: Supergroup);

        AssertKnown(new KnownMessages(100, null, [101, 102, 104], 1), await KnownAsync(dialog, lost, above: 100));
    }

    [Fact]
    public async Task InASupergroupOnlyItsOwnIdsCount()
    {
        await using var dialog = await DialogService.StartAsync();
        var lost = await AskAsync(dialog, id: 100, person: 5, chat: Supergroup);
        await dialog.ReportAsync(lost, 0, new PartReport(100, PartState.Sending));
        var neighbour = await AskAsync(dialog, id: 101, person: 6, chat: Supergroup);
        await dialog.ReportAsync(neighbour, 0, new PartReport(101, PartState.Sending));
        await AskAsync(dialog, id: 102, person: 5);

        AssertKnown(new KnownMessages(100, null, [101], 2), await KnownAsync(dialog, lost, above: 100));
    }

    [Fact]
    public async Task WithoutALowerBoundTheQuestionIsOneAndSoIsTheLastConfirmedPart()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = await AskAsync(dialog, id: 100, person: 5);
        await dialog.ReportAsync(turn, 0, new PartReport(0, PartState.Sending));
        AssertKnown(new KnownMessages(100, null, [], 1), await KnownAsync(dialog, turn, above: 0));

        await dialog.ReportAsync(turn, 0, new PartReport(101, PartState.Final));
        await dialog.ReportAsync(turn, 1, new PartReport(0, PartState.Sending));
        AssertKnown(new KnownMessages(101, null, [], 1), await KnownAsync(dialog, turn, above: 0));
    }

    [Fact]
    public async Task ASendThatWasNotConfirmedSurvivesARestartAndANewAnswerInItsPlace()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = await AskAsync(dialog, id: 100, person: 5);
        await dialog.ReportAsync(turn, 0, new PartReport(100, PartState.Sending));
        await dialog.RestartAsync();
        Assert.Equal([new DeliveredPart(0, 100, PartState.Sending)], Assert.Single(await dialog.UndeliveredAsync()).Delivered);

        var again = ((TurnAccepted)(await dialog.SendAsync(dialog.Message("/retry")))[0]).Turn;
        Assert.Equal([new DeliveredPart(0, 100, PartState.Sending)], again.Delivered);
    }

    [Fact]
    public async Task AnUnknownTurnIsNotFound()
    {
        await using var dialog = await DialogService.StartAsync();
        using var answer = await dialog.Http.GetAsync($"/turns/{Guid.CreateVersion7()}/known-messages?above=1", Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<Guid> AskAsync(DialogService dialog, int id, long person, long? chat = null) =>
        ((TurnAccepted)(await dialog.SendAsync(dialog.Message("hello", person, chat) with { MessageId = id }))[0]).Turn.Id;

    private static async Task<KnownMessages> KnownAsync(DialogService dialog, Guid turn, int above) =>
        (await dialog.Http.GetFromJsonAsync($"/turns/{turn}/known-messages?above={above}", ContractsJson.Default.KnownMessages, Token))!;

    private static void AssertKnown(KnownMessages expected, KnownMessages known)
    {
        Assert.Equal(expected.Ids, known.Ids);
        Assert.Equal(expected with { Ids = known.Ids }, known);
    }
}
