using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Outbox;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Dialog.Tests.Outbox;

/// <summary>Two ingresses, "a" and "b", share a bot.</summary>
public sealed class DeliveryClaimsTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ARepeatedUpdateIsDeliveredByTheFirstIngress()
    {
        await using var dialog = await StartAsync();
        var message = dialog.Message("hello");

        var first = await SendAsync(dialog, "a", message);
        var second = await SendAsync(dialog, "b", message);
        var again = await SendAsync(dialog, "a", message);

        Assert.IsType<TurnCompleted>(first[^1]);
        var turn = ((TurnAccepted)first[0]).Turn;
        Assert.Equivalent(new TurnAccepted(turn with { IsTaken = true }), Assert.Single(second));
        Assert.Equal(first[^1].EventType, again[^1].EventType);
        Assert.Empty(await ClaimAsync(dialog, "b"));
    }

    [Fact]
    public async Task ASingleIngressGetsEveryTurnItAsksFor()
    {
        await using var dialog = await StartAsync();
        var message = dialog.Message("hello");
        await SendAsync(dialog, "a", message);
        Assert.IsType<TurnCompleted>((await dialog.SendAsync(message))[^1]);
        Assert.Single(await dialog.UndeliveredAsync());
    }

    [Fact]
    public async Task OneOfManyIngressesThatBringTheSameUpdateDelivers()
    {
        await using var dialog = await StartAsync();
        var message = dialog.Message("hello");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendAsync(dialog, $"ingress {i}", message)));
        Assert.Single(answers, events => events[^1] is TurnCompleted);
        Assert.Equal(19, answers.Count(events => events is [TurnAccepted { Turn.IsTaken: true }]));
    }

    [Fact]
    public async Task AReturnedTurnIsTakenOver()
    {
        await using var dialog = await StartAsync();
        var turn = TurnOf(await SendAsync(dialog, "a", dialog.Message("hello")));
        Assert.Empty(await ClaimAsync(dialog, "b"));

        await DeleteAsync(dialog, "a");
        Assert.Equal([turn], (await ClaimAsync(dialog, "b")).Select(left => left.Id));
        Assert.Empty(await ClaimAsync(dialog, "c"));
        Assert.IsType<TurnCompleted>((await JoinAsync(dialog, "b", turn))[^1]);
        // The first ingress returns, and learns that another one delivers the turn.
        Assert.IsType<TurnAccepted>(Assert.Single(await JoinAsync(dialog, "a", turn)));
    }

    [Fact]
    public async Task AnIngressIsGivenOnlyTurnsOfItsBots()
    {
        await using var dialog = await StartAsync();
        var turn = TurnOf(await SendAsync(dialog, "a", dialog.Message("hello")));
        await DeleteAsync(dialog, "a");

        Assert.Empty(await ClaimAsync(dialog, "b", new ClaimRequest { Delivering = [], Bots = [8, 9] }));
        Assert.Equal([turn], (await ClaimAsync(dialog, "b", new ClaimRequest { Delivering = [], Bots = [8, 7] })).Select(left => left.Id));
        // It no longer receives the bot's updates, but it still delivers the turn.
        Assert.Empty(await ClaimAsync(dialog, "b", new ClaimRequest { Delivering = [turn], Bots = [] }));
        Assert.Empty(await ClaimAsync(dialog, "c"));
    }

    [Fact]
    public async Task ADeliveredTurnIsNotClaimedAgain()
    {
        await using var dialog = await StartAsync();
        var turn = TurnOf(await SendAsync(dialog, "a", dialog.Message("hello")));
        await dialog.ReportAsync(turn, 0, new PartReport(1, PartState.Last));
        await DeleteAsync(dialog, "a");
        Assert.Empty(await ClaimAsync(dialog, "b"));
    }

    [Fact]
    public async Task TheNextAnswerWaitsUntilAnotherHasDeliveredTheOneBefore()
    {
        await using var dialog = await StartAsync();
        var first = TurnOf(await SendAsync(dialog, "a", dialog.Message("one")));
        var second = SendAsync(dialog, "b", dialog.Message("two"));
        var elsewhere = await SendAsync(dialog, "b", dialog.Message("three", person: 6));

        Assert.IsType<TurnCompleted>(elsewhere[^1]);
        Assert.False(second.IsCompleted);
        await dialog.ReportAsync(first, 0, new PartReport(1, PartState.Last));
        Assert.IsType<TurnCompleted>((await second)[^1]);
    }

    [Fact]
    public async Task TheNextAnswerWaitsForOneThatWasTakenOver()
    {
        await using var dialog = await StartAsync();
        var first = TurnOf(await SendAsync(dialog, "a", dialog.Message("one")));
        var second = SendAsync(dialog, "b", dialog.Message("two"));
        await DeleteAsync(dialog, "a");
        Assert.Equal([first], (await ClaimAsync(dialog, "b")).Select(left => left.Id));
        Assert.IsType<TurnCompleted>((await JoinAsync(dialog, "b", first))[^1]);

        Assert.False(second.IsCompleted);
        await dialog.ReportAsync(first, 0, new PartReport(1, PartState.Last));
        Assert.IsType<TurnCompleted>((await second)[^1]);
    }

    [Fact]
    public async Task AfterARestartNoTurnIsReassignedBeforeClaimsCouldBeRenewed()
    {
        await using var dialog = await StartAsync();
        var message = dialog.Message("hello");
        var turn = TurnOf(await SendAsync(dialog, "a", message));
        await dialog.RestartAsync();

        Assert.Empty(await ClaimAsync(dialog, "b"));
        Assert.IsType<TurnAccepted>(Assert.Single(await SendAsync(dialog, "b", message)));
        Assert.Empty(await ClaimAsync(dialog, "a", turn));
        Assert.IsType<TurnCompleted>((await JoinAsync(dialog, "a", turn))[^1]);
        Assert.IsType<TurnAccepted>(Assert.Single(await JoinAsync(dialog, "b", turn)));
    }

    [Fact]
    public async Task ATurnStaysWithAnIngressThatRenewsItsClaim()
    {
        await using var dialog = await StartAsync();
        var clock = new FakeTimeProvider();
        var claims = new DeliveryClaims(dialog.Services.GetRequiredService<TurnReader>(), clock);
        var turn = new TurnRef { Id = Guid.CreateVersion7(), BotId = 7, Chat = new ChatAddress(5, ChatKind.Private) };
        var almost = Deliverer.Lease - TimeSpan.FromMilliseconds(1);

        Assert.True(claims.TryClaim(turn, "a", isAsked: true));
        clock.Advance(almost);
        claims.Renew("a", [turn.Id]);
        clock.Advance(almost);
        Assert.False(claims.TryTakeOver("b", turn.Id));

        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(claims.TryTakeOver("b", turn.Id));
        claims.Renew("a", [turn.Id]);
        Assert.False(claims.TryClaim(turn, "a", isAsked: true));
        Assert.True(claims.TryClaim(turn, "b", isAsked: true));
    }

    [Fact]
    public async Task ATurnThatIsJustBeingAcceptedStaysWithItsIngress()
    {
        await using var dialog = await StartAsync();
        var clock = new FakeTimeProvider();
        var claims = new DeliveryClaims(dialog.Services.GetRequiredService<TurnReader>(), clock);
        var turn = new TurnRef { Id = Guid.CreateVersion7(), BotId = 7, Chat = new ChatAddress(5, ChatKind.Private) };
        var abandoned = Guid.CreateVersion7();

        Assert.False(claims.TryTakeOver("b", turn.Id));
        Assert.False(claims.TryTakeOver("b", abandoned));
        Assert.True(claims.TryClaim(turn, "a", isAsked: true));
        clock.Advance(Deliverer.Lease);
        claims.Renew("a", [turn.Id]);

        Assert.False(claims.TryTakeOver("b", turn.Id));
        Assert.True(claims.TryTakeOver("b", abandoned));
    }

    [Fact]
    public async Task ATurnThatIsDeliveredBetweenBeingReadAndBeingClaimedIsNotDeliveredAgain()
    {
        await using var dialog = await StartAsync();
        var turn = TurnOf(await SendAsync(dialog, "a", dialog.Message("hello")));
        var readBefore = await dialog.Services.GetRequiredService<TurnEvents>().JoinAsync(turn, Token);
        await dialog.ReportAsync(turn, 0, new PartReport(1, PartState.Last));

        var events = await dialog.Services.GetRequiredService<DeliveryClaims>().Share(readBefore!, "b", isAsked: false).ToListAsync(Token);

        Assert.True(Assert.IsType<TurnAccepted>(Assert.Single(events)).Turn.IsDelivered);
    }

    [Fact]
    public async Task APartThatIsDeliveredBetweenBeingReadAndBeingClaimedIsNotDeliveredAgain()
    {
        await using var dialog = await StartAsync();
        var turn = TurnOf(await SendAsync(dialog, "a", dialog.Message("hello")));
        var readBefore = await dialog.Services.GetRequiredService<TurnEvents>().JoinAsync(turn, Token);
        await dialog.ReportAsync(turn, 0, new PartReport(1, PartState.Final));
        await DeleteAsync(dialog, "a");

        var events = await dialog.Services.GetRequiredService<DeliveryClaims>().Share(readBefore!, "b", isAsked: true).ToListAsync(Token);

        Assert.Equal([new DeliveredPart(0, 1, PartState.Final)], Assert.IsType<TurnAccepted>(events[0]).Turn.Delivered);
        Assert.IsType<TurnCompleted>(events[^1]);
    }

    /// <summary>
    /// No claim expires because the machine is slow: each look at the clock advances it by a millisecond. It may not stand still, because the ids
    /// of turns tell their order.
    /// </summary>
    private static Task<DialogService> StartAsync() => DialogService.StartAtAsync(
        new FakeTimeProvider(DialogService.Now) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) });

    private static Guid TurnOf(IReadOnlyList<TurnEvent> events) => ((TurnAccepted)events[0]).Turn.Id;

    private static Task<IReadOnlyList<TurnEvent>> SendAsync(DialogService dialog, string deliverer, InboundMessage message) => FollowAsync(
        dialog, deliverer, new(HttpMethod.Post, "/messages") { Content = JsonContent.Create(message, ContractsJson.Default.InboundMessage) });

    private static Task<IReadOnlyList<TurnEvent>> JoinAsync(DialogService dialog, string deliverer, Guid turn) =>
        FollowAsync(dialog, deliverer, new(HttpMethod.Get, $"/turns/{turn}/events"));

    private static async Task<IReadOnlyList<TurnEvent>> FollowAsync(DialogService dialog, string deliverer, HttpRequestMessage request)
    {
        using var _ = request;
        request.Headers.Add(Deliverer.Header, deliverer);
        using var response = await dialog.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadEventsAsync(ContractsJson.Default.TurnEvent, Token).ToListAsync(Token);
    }

    private static async Task<TurnRef[]> ClaimAsync(DialogService dialog, string deliverer, params Guid[] delivering)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/bots/7/claims") { Content = JsonContent.Create(delivering, ContractsJson.Default.GuidArray) };
        request.Headers.Add(Deliverer.Header, deliverer);
        using var response = await dialog.Http.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.TurnRefArray, Token))!;
    }

    private static async Task<TurnRef[]> ClaimAsync(DialogService dialog, string deliverer, ClaimRequest claim)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/claims") { Content = JsonContent.Create(claim, ContractsJson.Default.ClaimRequest) };
        request.Headers.Add(Deliverer.Header, deliverer);
        using var response = await dialog.Http.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.TurnRefArray, Token))!;
    }

    private static async Task DeleteAsync(DialogService dialog, string deliverer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/claims");
        request.Headers.Add(Deliverer.Header, deliverer);
        using var response = await dialog.Http.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
    }
}
