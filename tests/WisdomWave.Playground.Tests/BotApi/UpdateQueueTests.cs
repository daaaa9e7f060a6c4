using Microsoft.Extensions.Time.Testing;
using WisdomWave.Playground.BotApi.Updates;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.Tests.BotApi;

public sealed class UpdateQueueTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(24 * 60, 1)]
    [InlineData((24 * 60) + 1, 0)]
    public async Task UpdatesExpireAfterADay(int minutes, int left)
    {
        var queue = new UpdateQueue(_time);
        queue.Add(UpdateKind.Message, new Update());
        _time.Advance(TimeSpan.FromMinutes(minutes));
        var batch = await queue.GetAsync(offset: 0, limit: 100, TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Equal(left, batch!.Updates.Count);
    }

    [Fact]
    public async Task IdsAreHigherAfterARestart()
    {
        var first = await FirstIdAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first + 480, await FirstIdAsync());
    }

    private async Task<int> FirstIdAsync()
    {
        var queue = new UpdateQueue(_time);
        queue.Add(UpdateKind.Message, new Update());
        var batch = await queue.GetAsync(offset: 0, limit: 1, TimeSpan.Zero, TestContext.Current.CancellationToken);
        return System.Text.Json.JsonDocument.Parse(batch!.Updates[0]).RootElement.GetProperty("update_id").GetInt32();
    }
}
