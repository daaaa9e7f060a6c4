using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Tests;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Delivery;

/// <summary>kill -9 between a send and its confirmation, with a real dialog: no message appears twice, not even partial answers.</summary>
public sealed class KilledWhileSendingTests
{
    private const int Alone = 12;
    private const int InGroup = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BotFaultKind.HangAfter)]
    [InlineData(BotFaultKind.Hang)]
    public async Task ManyConcurrentAnswersAreSentOnce(BotFaultKind fault)
    {
        await using var dialog = await RealDialog.StartAsync();
        await using var host = await IngressHost.PrepareAsync(dialog.Setting, "Delivery:BotPerSecond=1000");
        await host.FailAsync(new BotFault { Method = "sendMessage", Kind = fault, Times = Alone + InGroup });
        var asked = new List<(PlaygroundPerson Person, Message Question)>();
        using (var ingress = await IngressProcess.StartAsync(host.Settings))
        {
            for (var i = 0; i < Alone + InGroup; i++)
            {
                var person = await host.Playground.Client.AddPersonAsync($"Person {i}", "en", Token);
                person = i < Alone ? person : person.In(PlaygroundClient.FriendsId);
                asked.Add((person, await person.SayAsync(i < Alone ? $"question {i}" : $"@wisdomwave_bot question {i}", cancellationToken: Token)));
            }

            await Eventually.HoldsAsync(async () => (await dialog.UndeliveredAsync()).Count == Alone + InGroup, "dialog has all questions");
            // A group has one send in progress at a time.
            await Eventually.HoldsAsync(async () => (await SendsAsync(host)).Count >= Alone + 1, "all chats have a send in progress");
            ingress.Kill();
        }

        await host.Playground.Client.ClearFaultsAsync(Token);
        using (await IngressProcess.StartAsync(host.Settings))
            await Eventually.HoldsAsync(async () => (await dialog.UndeliveredAsync()).Count == 0, "everything is delivered");

        for (var i = 0; i < Alone; i++)
            Assert.Equal([$"You said: question {i}"], await TextsAsync(asked[i].Person));
        var inGroup = (await asked[^1].Person.ReadAllAsync()).Where(message => message.From!.IsBot).ToList();
        Assert.Equal(InGroup, inGroup.Count);
        Assert.All(asked.Skip(Alone), one => Assert.Single(inGroup, answer => answer.ReplyToMessage!.MessageId == one.Question.MessageId));
    }

    [Fact]
    public async Task AnAnswerContinuesInItsFirstMessage()
    {
        await using var dialog = await RealDialog.StartAsync();
        var ready = new TaskCompletionSource();
        dialog.Completion.Answer = (_, _) => Growing(ready.Task);
        await using var host = await IngressHost.PrepareAsync(dialog.Setting, "Delivery:BotPerSecond=1000");
        await host.FailAsync(new BotFault { Method = "sendMessage", Kind = BotFaultKind.HangAfter });
        using (var ingress = await IngressProcess.StartAsync(host.Settings))
        {
            await host.Ann.SayAsync("Hello", cancellationToken: Token);
            await host.Ann.ReadAnswerAsync(message => message.Text == "First words", Token);
            ingress.Kill();
        }

        using (await IngressProcess.StartAsync(host.Settings))
        {
            ready.SetResult();
            await Eventually.HoldsAsync(async () => (await dialog.UndeliveredAsync()).Count == 0, "everything is delivered");
        }

        Assert.Equal(["First words and the rest."], await TextsAsync(host.Ann));
    }

    private static async IAsyncEnumerable<CompletionEvent> Growing(Task ready)
    {
        yield return new CompletionDelta("First words");
        await ready;
        yield return new CompletionDelta(" and the rest.");
        yield return ScriptedCompletion.Done();
    }

    private static async Task<IReadOnlyList<BotCallRecord>> SendsAsync(IngressHost host) =>
        await host.Playground.Client.BotCallsAsync("sendMessage", cancellationToken: Token);

    private static async Task<List<string?>> TextsAsync(PlaygroundPerson person) =>
        [.. (await person.ReadAllAsync()).Where(message => message.From!.IsBot).Select(message => message.Text)];
}
