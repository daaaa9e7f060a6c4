using Microsoft.Data.Sqlite;
using WisdomWave.Playground.Faults;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>What the services lean on fails: the cache, the database's disk, the model.</summary>
[Collection(nameof(StandingFleet))]
public sealed class DependencyFaultTests(StandingFleetFixture fixture, ITestOutputHelper output) : FaultTest(output)
{
    private readonly Fleet _fleet = fixture.Fleet;

    [Fact]
    public async Task NobodyMissesAnAnswerWhileRedisIsGone()
    {
        var verdict = await AskDuringAsync(_fleet, "Redis gone and back", async _ =>
        {
            await _fleet.Redis.KillAsync();
            await Task.Delay(Duration, Token);
            _fleet.Redis.Start();
            await _fleet.Redis.UntilReadyAsync(Token);
        });

        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    /// <summary>An operator's tool, a backup: whoever holds the write lock holds up answers, and loses none.</summary>
    [Fact]
    public async Task NothingIsLostWhileSomebodyElseHoldsTheDatabase()
    {
        var verdict = await AskDuringAsync(_fleet, "database held by somebody else", async _ =>
        {
            await Task.Delay(1000, Token);
            await using var other = new SqliteConnection($"Data Source={Path.Combine(_fleet.DataDirectory, "dialog.db")};Pooling=False");
            await other.OpenAsync(Token);
            await using (var hold = other.CreateCommand())
            {
                hold.CommandText = "BEGIN IMMEDIATE";
                await hold.ExecuteNonQueryAsync(Token);
            }

            // Longer than the writer waits for the lock.
            await Task.Delay(TimeSpan.FromSeconds(7), Token);
        });

        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    [Fact]
    public async Task NothingIsLostOrDoneTwiceWhenTheModelFails()
    {
        ModelFault[] faults =
        [
            new() { Kind = ModelFaultKind.Html },
            new() { Code = "rate_limit_exceeded", RetryAfter = 1 },
            new() { Code = "server_error" },
            // Before the first word; later it would be a partial answer, which is kept and marked.
            new() { Kind = ModelFaultKind.Reset, AfterChunks = 0 },
        ];

        var verdict = await AskDuringAsync(_fleet, "the model fails", crowd => ForAWhileAsync(async i =>
        {
            // Each person meets another one: a question that meets three has a right to give up.
            var person = crowd.People[i % crowd.People.Count];
            await _fleet.Outside.Client.FailAsync(faults[i % faults.Length] with { Contains = Asked.MarkerOf(person) }, Token);
            await Task.Delay(1000, Token);
        }));

        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }
}
