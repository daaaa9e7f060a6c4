using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Tests;
using WisdomWave.Ingress.Tests.Fakes;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <summary>Two ingress replicas behind one address, with a real dialog.</summary>
public sealed class ReplicaTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryQuestionIsAnsweredOnceAndInOrder(bool isEveryUpdateBroughtToBoth)
    {
        await using var dialog = await RealDialog.StartAsync();
        await using var proxy = await FakeReverseProxy.OpenAsync();
        proxy.IsDoubling = isEveryUpdateBroughtToBoth;
        await using var first = await IngressHost.PrepareAsync($"PublicUrl={proxy.Address}", dialog.Setting);
        await using var second = await StartBothAsync(proxy, first);

        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => first.Playground.Client.AddPersonAsync($"Person{i}", "en", Token)));
        string[] questions = ["one", "two", "three", "four"];
        foreach (var question in questions)
        {
            foreach (var person in people)
                await person.SayAsync(question, cancellationToken: Token);
        }

        foreach (var person in people)
            await IngressHost.ReadsAsync(person, [.. questions.Select(question => $"You said: {question}")]);
        // A second answer to any of them would come before these.
        foreach (var person in people)
            await person.SayAsync("five", cancellationToken: Token);
        foreach (var person in people)
            await IngressHost.ReadsAsync(person, [.. questions.Append("five").Select(question => $"You said: {question}")]);
        Assert.Equal(
            people.Length * (questions.Length + 1),
            (await first.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token)).Count(call => call.MessageId is not null));
        foreach (var host in (IngressHost[])[first, second])
            Assert.NotEqual(0, host.Updates["addressed"]);
    }

    [Fact]
    public async Task AReplicaThatStartsLaterDoesNotDeliverTheFirstOnesReplies()
    {
        await using var dialog = await RealDialog.StartAsync();
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var first = await IngressHost.PrepareAsync($"PublicUrl={proxy.Address}", dialog.Setting);
        proxy.Ingresses.Add(() => first.Address);
        await first.StartIngressAsync();
        var goOn = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => SayingAfter("Hel", goOn.Task, "lo!");
        await first.Ann.SayAsync("Hello", cancellationToken: Token);
        await first.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);

        await using var second = await first.AddReplicaAsync();
        await Eventually.HoldsAsync(
            async () => (await first.Playground.Client.BotCallsAsync("setWebhook", cancellationToken: Token)).Count == 2, "it has asked for undelivered turns");
        goOn.SetResult();
        await IngressHost.ReadsAsync(first.Ann, "Hello!");
        Assert.Single(await first.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token));
    }

    [Fact]
    public async Task AnotherReplicaContinuesAKilledOnesReplyInTheSameMessage()
    {
        await using var dialog = await RealDialog.StartAsync();
        await using var proxy = await FakeReverseProxy.OpenAsync();
        await using var survivor = await IngressHost.PrepareAsync($"PublicUrl={proxy.Address}", dialog.Setting);
        using var victim = await IngressProcess.StartAsync(survivor.Settings);
        proxy.Ingresses.Add(() => victim.Address);
        await survivor.StartIngressAsync();
        var goOn = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => SayingAfter("Hel", goOn.Task, "lo!");
        await survivor.Ann.SayAsync("Hello", cancellationToken: Token);
        var shown = await survivor.Ann.ReadAnswerAsync(message => message.Text == "Hel", Token);
        await Eventually.HoldsAsync(async () => await dialog.UndeliveredAsync() is [{ Delivered: [_] }], "dialog knows the message");

        victim.Kill();
        proxy.Ingresses[0] = () => survivor.Address;
        goOn.SetResult();
        // The victim's claims expire with their lease.
        var whole = await survivor.Ann.ReadAnswerAsync(message => message.Text == "Hello!", Token);
        Assert.Equal(shown.MessageId, whole.MessageId);
        await IngressHost.ReadsAsync(survivor.Ann, "Hello!");
    }

    private static async IAsyncEnumerable<CompletionEvent> SayingAfter(string first, Task then, string second)
    {
        yield return new CompletionDelta(first);
        await then;
        yield return new CompletionDelta(second);
        yield return ScriptedCompletion.Done();
    }

    private static async Task<IngressHost> StartBothAsync(FakeReverseProxy proxy, IngressHost first)
    {
        await first.StartIngressAsync();
        var second = await first.AddReplicaAsync();
        proxy.Ingresses.AddRange([() => first.Address, () => second.Address]);
        return second;
    }
}
