using Microsoft.Data.Sqlite;
using WisdomWave.Playground.Faults;

namespace WisdomWave.EndToEnd.Faults;

/// <summary>The systems that the services depend on fail: the cache, the database, the model.</summary>
[Collection(nameof(StandingFleet))]
public sealed class DependencyFaultTests(StandingFleetFixture fixture, ITestOutputHelper output) : FaultTest(output)
{
    private readonly Fleet _fleet = fixture.Fleet;

    [Fact]
    public async Task NobodyMissesAnAnswerWhileRedisIsGone()
    {
        var verdict = await AskDuringAsync(_fleet, "Redis gone and back", async crowd =>
        {
            await _fleet.Redis.KillAsync();
            await AskedForAWhileAsync(crowd);
            _fleet.Redis.Start();
            await _fleet.Redis.UntilReadyAsync(Token);
        });

        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }

    /// <summary>A tool of the operator, or a backup, that holds the write lock delays answers and loses none.</summary>
    [Fact]
    public async Task NothingIsLostWhileSomebodyElseHoldsTheDatabase()
    {
        var verdict = await AskDuringAsync(_fleet, "database held by somebody else", async crowd =>
        {
            await crowd.UntilAskedAsync(crowd.People.Count / 2);
            await using var other = new SqliteConnection($"Data Source={Path.Combine(_fleet.DataDirectory, "dialog.db")};Pooling=False");
            await other.OpenAsync(Token);
            await using (var hold = other.CreateCommand())
            {
                hold.CommandText = "BEGIN IMMEDIATE";
                await hold.ExecuteNonQueryAsync(Token);
            }

            // The writer waits 4 s for the lock, by the clock of another process: a shorter hold would test nothing.
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
            // Each fault hits another person: a question that meets three of them may give up.
            var person = crowd.People[i % crowd.People.Count];
            await _fleet.Outside.Client.FailAsync(faults[i % faults.Length] with { Contains = Asked.MarkerOf(person) }, Token);
            await Task.Delay(1000, Token);
        }));

        AssertNothingLost(verdict);
        Assert.Empty(verdict.Placeholders);
    }
}
