using WisdomWave.Playground.Faults;

namespace WisdomWave.EndToEnd;

/// <summary>Many people write at once, and the answer to one of them is slow.</summary>
public sealed class FirstMinuteTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhileOneModelCallOfABatchIsHeldAllOthersAreAnswered()
    {
        const int people = 50;
        var crowd = await Task.WhenAll(Enumerable.Range(0, people).Select(i => Playground.AddPersonAsync($"Person{i}", "en", Token)));
        await Playground.FailAsync(new ModelFault { Contains = "hold this one", Kind = ModelFaultKind.Hang, Times = 100 }, Token);
        await Playground.InjectUpdateFaultAsync(new UpdateFault { Held = people - 1 }, Token);

        await crowd[0].SayAsync("hold this one", cancellationToken: Token);
        foreach (var person in crowd.Skip(1))
            await person.SayAsync($"hello from {person.Id}", cancellationToken: Token);

        await Task.WhenAll(crowd.Skip(1).Select(person => person.ReadAnswerAsync(message => message.Text!.StartsWith("Hello!", StringComparison.Ordinal), Token)));
        // That call hangs until it is stopped; this person sees no answer so far.
        Assert.DoesNotContain(await crowd[0].ReadAllAsync(), message => message.From!.IsBot);
        await crowd[0].SayAsync("/stop", cancellationToken: Token);
        await crowd[0].ReadAnswerAsync(Token);
    }
}
