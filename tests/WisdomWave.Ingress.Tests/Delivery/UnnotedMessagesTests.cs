using Microsoft.Extensions.Time.Testing;
using WisdomWave.Ingress.Delivery;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class UnnotedMessagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnlySoManyAreOnTheirWayAndTheNextGoesWhenOneIsNoted()
    {
        var unnoted = new UnnotedMessages(2, new FakeTimeProvider());
        var first = await unnoted.EnterAsync(Token);
        await unnoted.EnterAsync(Token);
        var third = unnoted.EnterAsync(Token);
        var fourth = unnoted.EnterAsync(Token);
        Assert.False(third.IsCompleted);

        first.Dispose();
        // Twice is once.
        first.Dispose();

        await third;
        Assert.False(fourth.IsCompleted);
    }

    [Fact]
    public async Task ARequestThatHangsKeepsNobodyWaitingForLong()
    {
        var time = new FakeTimeProvider();
        var unnoted = new UnnotedMessages(1, time);
        var hanging = await unnoted.EnterAsync(Token);
        var next = unnoted.EnterAsync(Token);
        Assert.False(next.IsCompleted);

        time.Advance(TimeSpan.FromMilliseconds(200));
        await next;

        // Its late end gives no place away that it has not any more.
        hanging.Dispose();
        Assert.False(unnoted.EnterAsync(Token).IsCompleted);
    }
}
