using System.Net;
using System.Net.Http.Json;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Outbox;

/// <summary>Counts how often the delivery of a reply was restarted because a process ended.</summary>
public class RedeliveryTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachRedeliveryIsCountedAndSurvivesARestart()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = await RepliedAsync(dialog);
        Assert.Equal(0, Assert.Single(await dialog.UndeliveredAsync()).Redeliveries);

        Assert.Equal(0, (await BeginAsync(dialog, turn)).Before);
        Assert.Equal(1, (await BeginAsync(dialog, turn)).Before);
        await dialog.RestartAsync();
        Assert.Equal(2, Assert.Single(await dialog.UndeliveredAsync()).Redeliveries);
        Assert.Equal(2, (await BeginAsync(dialog, turn)).Before);
    }

    [Theory]
    [InlineData(PartState.Placeholder)]
    [InlineData(PartState.Final)]
    public async Task ADeliveredPartResetsTheCount(PartState state)
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = await RepliedAsync(dialog);
        await BeginAsync(dialog, turn);
        await BeginAsync(dialog, turn);

        await dialog.ReportAsync(turn, 0, new PartReport(100, state));

        Assert.Equal(0, Assert.Single(await dialog.UndeliveredAsync()).Redeliveries);
        Assert.Equal(0, (await BeginAsync(dialog, turn)).Before);
        Assert.Equal(1, (await BeginAsync(dialog, turn)).Before);
    }

    [Fact]
    public async Task ANormalShutdownUndoesTheCount()
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = await RepliedAsync(dialog);
        await BeginAsync(dialog, turn);

        using var taken = await dialog.Http.DeleteAsync($"/turns/{turn}/redeliveries", Token);

        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.Equal(0, (await BeginAsync(dialog, turn)).Before);
    }

    [Fact]
    public async Task ARegeneratedAnswerStartsFromZero()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        var question = dialog.Message("hello");
        var turn = ((TurnAccepted)(await dialog.SendAsync(question))[0]).Turn.Id;
        await BeginAsync(dialog, turn);
        await BeginAsync(dialog, turn);

        await dialog.SendAsync(question with { UpdateId = 1000, Text = "hello again", IsEdit = true });

        Assert.Equal(0, Assert.Single(await dialog.UndeliveredAsync()).Redeliveries);
    }

    [Theory]
    [InlineData("en", "tried several times to send")]
    [InlineData("ru", "пытался отправить")]
    public async Task TheSentenceIsInThePersonsLanguage(string language, string words)
    {
        await using var dialog = await DialogService.StartAsync();
        var turn = await RepliedAsync(dialog, language);
        Assert.Contains(words, (await BeginAsync(dialog, turn)).SetAside, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownTurnIsNotFound()
    {
        await using var dialog = await DialogService.StartAsync();
        using var answer = await dialog.Http.PostAsync($"/turns/{Guid.CreateVersion7()}/redeliveries", content: null, Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<Guid> RepliedAsync(DialogService dialog, string language = "en")
    {
        dialog.Completion.Answer = (_, _) => ScriptedCompletion.Saying("fine");
        return ((TurnAccepted)(await dialog.SendAsync(dialog.Message("hello", language: language)))[0]).Turn.Id;
    }

    private static async Task<Redelivery> BeginAsync(DialogService dialog, Guid turn)
    {
        using var answer = await dialog.Http.PostAsync($"/turns/{turn}/redeliveries", content: null, Token);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ContractsJson.Default.Redelivery, Token))!;
    }
}
