using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.Tests.Intake;

public class InboxTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARepeatedUpdateJoinsTheSameTurn()
    {
        await using var dialog = await DialogService.StartAsync();
        var message = dialog.Message("hello");

        var first = await dialog.SendAsync(message);
        var second = await dialog.SendAsync(message);

        Assert.Equal(((TurnAccepted)first[0]).Turn.Id, ((TurnAccepted)second[0]).Turn.Id);
        Assert.Equal(DialogService.Words(first[^1]), DialogService.Words(second[^1]));
        Assert.Single(dialog.Completion.Requests);
    }

    [Fact]
    public async Task ConcurrentDeliveriesOfAnUpdateAreOneTurn()
    {
        await using var dialog = await DialogService.StartAsync();
        var message = dialog.Message("hello");

        var turns = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => dialog.SendAsync(message)));

        Assert.Single(turns.Select(events => ((TurnAccepted)events[0]).Turn.Id).Distinct());
        Assert.Single(dialog.Completion.Requests);
    }

    [Fact]
    public async Task AnAcceptedMessageIsOnDisk()
    {
        await using var dialog = await DialogService.StartAsync();
        dialog.Completion.Answer = (_, context) => ScriptedCompletion.Hanging("", context);

        await foreach (var turnEvent in dialog.FollowAsync(dialog.Message("hello")))
        {
            Assert.IsType<TurnAccepted>(turnEvent);
            break;
        }

        await using var database = dialog.OpenDatabase();
        Assert.Equal(["hello"], await database.Turns.Select(turn => turn.Question).ToListAsync(Token));
    }

    [Fact]
    public async Task ARepeatedUpdateOfAForgottenTurnDeliversNothing()
    {
        await using var dialog = await DialogService.StartAsync();
        var message = dialog.Message("secret");
        var turn = ((TurnAccepted)(await dialog.SendAsync(message))[0]).Turn;
        await dialog.ReportAsync(turn.Id, 0, new PartReport(100, PartState.Last));
        await dialog.AskAsync("забудь");

        var events = await dialog.SendAsync(message);

        Assert.True(Assert.IsType<TurnAccepted>(Assert.Single(events)).Turn.IsDelivered);
    }

    [Fact]
    public async Task AnotherPersonsQuotedMessageIsPartOfTheQuestion()
    {
        await using var dialog = await DialogService.StartAsync();

        await dialog.SendAsync(dialog.Message("is that so?") with { ReplyTo = new QuotedMessage(3, "The sky\nis green.", FromBot: false) });

        Assert.Equal("> The sky\n> is green.\n\nis that so?", dialog.Completion.Requests.Single().Messages[^1].Text);
    }
}

/// <summary>Requests that are refused before they change anything, so all can share a service.</summary>
public sealed class InvalidMessageTests(InvalidMessageTests.Service service) : IClassFixture<InvalidMessageTests.Service>
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnInvalidMessageIsRefusedWithTheFieldsName()
    {
        using var response = await service.Dialog.Http.PostAsync(
            "/messages", JsonContent.Create(service.Dialog.Message(new string('a', 200_001)), ContractsJson.Default.InboundMessage), Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("A text has at most 200000 characters.", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"bot":{"id":"x"}}""")]
    [InlineData("""{"bot":null,"updateId":1,"chat":null,"from":null,"messageId":1,"text":null,"addressedBy":"Reply","sentAt":"2026-01-01T00:00:00Z"}""")]
    public async Task MalformedJsonIsABadRequest(string json)
    {
        using var response = await service.Dialog.Http.PostAsync("/messages", new StringContent(json, Encoding.UTF8, "application/json"), Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    public sealed class Service : IAsyncLifetime
    {
        internal DialogService Dialog { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Dialog = await DialogService.StartAsync();

        public ValueTask DisposeAsync() => Dialog.DisposeAsync();
    }
}
