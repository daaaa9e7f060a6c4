using WisdomWave.EndToEnd.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd.Costs;

/// <summary>
/// What one answered question costs, in counts that do not depend on the machine's speed. A change that makes a turn more expensive is noticed
/// here; how long a turn takes is measured by WisdomWave.Load.
/// </summary>
public sealed class TurnCostTests(ITestOutputHelper output)
{
    private const int People = 8;
    private const int QuestionsEach = 10;
    private const int Turns = People * QuestionsEach;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    /// <summary>No limit that depends on time matters, so that a slow machine makes the same calls.</summary>
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Delivery__FirstTextDelay"] = "00:10:00",
        ["Delivery__PrivateInterval"] = "00:00:00.001",
        ["Cache__Timeout"] = "00:01:00",
    };

    /// <summary>Anything that is not listed, here or in <see cref="AtMost"/>, must not happen for each turn.</summary>
    private static readonly Dictionary<string, double> Exactly = new()
    {
        ["dialog: POST /messages HTTP/2"] = 1,
        ["completion: POST /completions HTTP/2"] = 1,
        ["Telegram: sendMessage 200"] = 1,
        ["Redis: commands"] = 2,
    };

    /// <summary>
    /// Allocation is that of a Debug build, and a third above what was measured. Writes that wait share a commit, and reports that wait
    /// share a request. The connections over which the test asks for metrics are closed once in a while. Dialog also writes once in a while without a turn. A path that is used for the first time may throw once.
    /// </summary>
    private static readonly Dictionary<string, double> AtMost = new()
    {
        ["database: writes"] = 4.2,
        ["database: commits"] = 4.2,
        ["dialog: POST /part-reports HTTP/2"] = 2,
        ["ingress: closed connections"] = 0.1,
        ["dialog: closed connections"] = 0.1,
        ["completion: closed connections"] = 0.1,
        ["ingress: exceptions"] = 0.1,
        ["dialog: exceptions"] = 0.1,
        ["completion: exceptions"] = 0.1,
        ["ingress: allocated KB"] = 68,
        ["dialog: allocated KB"] = 100,
        ["completion: allocated KB"] = 165,
    };

    [Fact]
    public async Task AnAnsweredQuestionCostsNoMoreThanThis()
    {
        await using var fleet = await Fleet.StartAsync(Token, settings: Settings);
        var people = await Task.WhenAll(Enumerable.Range(0, People).Select(i => fleet.Outside.Client.AddPersonAsync($"Person{i}", "en", Token)));
        // Not counted: first use of each path, and what is read once for each chat.
        await AskAsync(fleet, people, first: 0, count: 2);

        var before = await TurnCost.ReadAsync(fleet, Token);
        await AskAsync(fleet, people, first: 2, QuestionsEach);
        var cost = (await TurnCost.ReadAsync(fleet, Token)).Since(before, Turns);

        foreach (var (what, count) in cost.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            output.WriteLine($"{what}: {count:0.##}");
        Assert.Equal(Exactly, cost.Where(count => !AtMost.ContainsKey(count.Key)).ToDictionary());
        Assert.All(AtMost, limit => Assert.InRange(cost.GetValueOrDefault(limit.Key), 0, limit.Value));
    }

    /// <summary>Each person asks the next question when all answers are delivered; a question before that would wait for its place.</summary>
    private static async Task AskAsync(Fleet fleet, IReadOnlyList<PlaygroundPerson> people, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            await Task.WhenAll(people.Select(async (person, number) =>
            {
                var question = (number * 1000) + i;
                await person.SayAsync($"What is {question} + 100000?", cancellationToken: Token);
                await person.ReadAnswerAsync(message => message.Text?.Contains($"{question + 100_000}", StringComparison.Ordinal) == true, Token);
            }));
            await Eventually.HoldsAsync(() => fleet.HasDeliveredAllAsync(Token), "all answers are delivered");
        }
    }
}
