using WisdomWave.Ingress.Tests.Standing;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.People;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class ChatAdminTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InAPrivateChatEverybodyIsAtHome()
    {
        await using var host = await IngressHost.StartAsync();
        Assert.True((await host.AskAsync("/settings")).Question.IsChatAdmin);
        Assert.Equal(0, await LookUpsAsync(host));
    }

    [Fact]
    public async Task AGroupsAdminsAreKnownAndAskedForOnce()
    {
        await using var host = await IngressHost.StartAsync();
        Assert.True(await IsAdminAsync(host, host.Ann, "/settings"));
        Assert.True(await IsAdminAsync(host, host.Ann, "/settings@wisdomwave_bot"));
        Assert.False(await IsAdminAsync(host, host.Boris, "/settings"));
        Assert.False(await IsAdminAsync(host, host.Boris, "@wisdomwave_bot /settings"));
        Assert.Equal(2, await LookUpsAsync(host));
    }

    [Fact]
    public async Task AQuestionAsksForNobodysRights()
    {
        await using var host = await IngressHost.StartAsync();
        Assert.False(await IsAdminAsync(host, host.Ann, "@wisdomwave_bot what time is it?"));
        Assert.Equal(0, await LookUpsAsync(host));
    }

    [Fact]
    public async Task AnAnonymousAdminIsOne()
    {
        await using var host = await IngressHost.StartAsync();
        await host.Ann.In(PlaygroundClient.FriendsId).SayAsync(new SaidMessage { From = host.Ann.Id, Text = "/settings", Anonymous = true }, Token);
        var question = (await host.Dialog.NextTurnAsync()).Question;
        Assert.Equal((PlaygroundClient.FriendsId, true), (question.From.Id, question.IsChatAdmin));
        Assert.Equal(0, await LookUpsAsync(host));
    }

    [Fact]
    public async Task WhatTelegramDoesNotSayIsNoAndAskedAgain()
    {
        await using var host = await IngressHost.StartAsync();
        await host.FailAsync(new BotFault { Method = "getChatMember", Status = 500 });
        Assert.False(await IsAdminAsync(host, host.Ann, "/settings"));
        Assert.True(await IsAdminAsync(host, host.Ann, "/settings"));
    }

    private static async Task<bool> IsAdminAsync(IngressHost host, PlaygroundPerson person, string text)
    {
        await person.In(PlaygroundClient.FriendsId).SayAsync(text, cancellationToken: Token);
        return (await host.Dialog.NextTurnAsync()).Question.IsChatAdmin;
    }

    private static async Task<int> LookUpsAsync(IngressHost host) =>
        (await host.Playground.Client.BotCallsAsync("getChatMember", cancellationToken: Token)).Count;
}
