using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Boards;

/// <summary>Traffic that gives every panel of the boards data.</summary>
internal static class BoardTraffic
{
    /// <summary>Asks until an answer comes from the cache: the answer is stored after it was sent.</summary>
    public static async Task AskAsync(PlaygroundClient playground, string question, CancellationToken cancellationToken)
    {
        var asked = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                var person = await playground.AddPersonAsync("Fay", "en", cancellationToken);
                await person.SayAsync(question, cancellationToken: cancellationToken);
                await person.ReadAnswerAsync(cancellationToken);
                asked++;
                return (await playground.ModelCallsAsync(cancellationToken: cancellationToken)).Count(call => call.Messages[^1].Text == question) < asked;
            },
            "an answer comes from the cache");
    }
}
