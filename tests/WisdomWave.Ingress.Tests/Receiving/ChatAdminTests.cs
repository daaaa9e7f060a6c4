using System.Net;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class ChatAdminTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InAPrivateChatTheUserIsAnAdmin()
    {
        await using var host = await IngressHost.StartAsync();
        Assert.True((await host.AskAsync("/settings")).Question.IsChatAdmin);
    }

    [Fact]
    public async Task AMessageIsPostedWithoutLookingUpItsAuthorsRights()
    {
        await using var host = await IngressHost.StartAsync();
        await host.FailAsync(new BotFault { Method = "getChatMember", Kind = BotFaultKind.Hang, Times = 100 });
        await host.Ann.In(PlaygroundClient.FriendsId).SayAsync("/settings", cancellationToken: Token);
        Assert.False((await host.Dialog.NextTurnAsync()).Question.IsChatAdmin);
        // Later messages are not blocked.
        await host.AskAsync("Hello");
        Assert.Equal(0, await LookUpsAsync(host));
    }

    [Fact]
    public async Task AnAnonymousAdminIsAnAdmin()
    {
        await using var host = await IngressHost.StartAsync();
        await host.Ann.In(PlaygroundClient.FriendsId).SayAsync(new SaidMessage { From = host.Ann.Id, Text = "/settings", Anonymous = true }, Token);
        var question = (await host.Dialog.NextTurnAsync()).Question;
        Assert.Equal((PlaygroundClient.FriendsId, true), (question.From.Id, question.IsChatAdmin));
    }

    [Fact]
    public async Task AdminRightsAreLookedUpOnEachRequest()
    {
        await using var host = await IngressHost.StartAsync();
        await host.AskAsync("Hello");
        Assert.True(await IsAdminAsync(host, host.Ann));
        Assert.False(await IsAdminAsync(host, host.Boris));

        await host.Playground.Client.SetMemberAsync(PlaygroundClient.FriendsId, host.Ann.Id, "member", Token);
        await host.Playground.Client.SetMemberAsync(PlaygroundClient.FriendsId, host.Boris.Id, "administrator", Token);
        Assert.False(await IsAdminAsync(host, host.Ann));
        Assert.True(await IsAdminAsync(host, host.Boris));
        Assert.Equal(4, await LookUpsAsync(host));
    }

    [Fact]
    public async Task AFailedAdminLookUpMeansNo()
    {
        await using var host = await IngressHost.StartAsync();
        await host.AskAsync("Hello");
        await host.FailAsync(new BotFault { Method = "getChatMember", Status = 500 });
        Assert.False(await IsAdminAsync(host, host.Ann));
    }

    [Fact]
    public async Task AnUnknownBotIsNotFound()
    {
        await using var host = await IngressHost.StartAsync();
        using var answer = await host.Http.GetAsync($"/bots/5/chats/{PlaygroundClient.FriendsId}/admins/{host.Ann.Id}", Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<bool> IsAdminAsync(IngressHost host, PlaygroundPerson person)
    {
        using var answer = await host.Http.GetAsync($"/bots/110201543/chats/{PlaygroundClient.FriendsId}/admins/{person.Id}", Token);
        return answer.StatusCode == HttpStatusCode.NoContent;
    }

    private static async Task<int> LookUpsAsync(IngressHost host) =>
        (await host.Playground.Client.BotCallsAsync("getChatMember", cancellationToken: Token)).Count;
}
