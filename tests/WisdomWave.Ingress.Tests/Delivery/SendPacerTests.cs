using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class SendPacerTests
{
    private static readonly ChatAddress Ann = new(1, ChatKind.Private);
    private static readonly ChatAddress Boris = new(2, ChatKind.Private);
    private static readonly ChatAddress Friends = new(-3, ChatKind.Group);

    private readonly FakeTimeProvider _time = new();
    private readonly DeliveryOptions _options = new();

    [Fact]
    public async Task InAPrivateChatNoMoreThanFourMessagesGoOutInFourSeconds() => Assert.Equal(
        [0, 0, 1.34, 2.68, 4.02, 5.36], await TimesOfFinalTextsAsync(Ann, 6));

    [Fact]
    public async Task InAGroupNoMoreThanTwentyMessagesGoOutInAMinute()
    {
        var times = await TimesOfFinalTextsAsync(Friends, 60);
        Assert.All(times, start => Assert.InRange(times.Count(time => time >= start && time < start + 60), 1, 20));
    }

    [Fact]
    public void AnEditLeavesAPlaceForTheFinalText()
    {
        var pacer = Pacer();
        Assert.True(pacer.TryTake(Ann, SendPriority.Edit, out _));
        Assert.False(pacer.TryTake(Ann, SendPriority.Edit, out var wait));
        Assert.Equal(_options.PrivateInterval, wait);
        Assert.True(pacer.TakeAsync(Ann, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    [Fact]
    public void AChatOnHoldWaitsAndNobodyElse()
    {
        var pacer = Pacer();
        pacer.Hold(Ann, TimeSpan.FromSeconds(30));

        var held = pacer.TakeAsync(Ann, TestContext.Current.CancellationToken);
        Assert.False(pacer.TryTake(Ann, SendPriority.First, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(30), wait);
        Assert.True(pacer.TakeAsync(Boris, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        Assert.True(pacer.TryTake(Boris, SendPriority.Typing, out _));

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(held.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(held.IsCompletedSuccessfully);
    }

    [Fact]
    public void AHoldThatComesWhileAFinalTextWaitsCountsForIt()
    {
        var pacer = Pacer();
        for (var i = 0; i < _options.Burst; i++)
            _ = pacer.TakeAsync(Ann, TestContext.Current.CancellationToken);
        var waiting = pacer.TakeAsync(Ann, TestContext.Current.CancellationToken);
        pacer.Hold(Ann, TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public void AllChatsTogetherStayWithinTheBotsBudget()
    {
        var pacer = Pacer();
        var sends = Enumerable.Range(1, 60).Select(chat => pacer.TakeAsync(new(chat, ChatKind.Private), TestContext.Current.CancellationToken)).ToList();
        Assert.Equal(30, sends.Count(send => send.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(45, sends.Count(send => send.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(60, sends.Count(send => send.IsCompleted));
    }

    [Fact]
    public void WhenTheBudgetRunsShortTypingGoesFirstAndThenEdits()
    {
        var pacer = Pacer();
        var chat = 1000;
        Spend(16);
        Assert.Equal((false, true, true), Taken());
        Spend(6);
        Assert.Equal((false, false, true), Taken());
        Spend(5);
        Assert.Equal((false, false, false), Taken());

        void Spend(int count)
        {
            for (var i = 0; i < count; i++)
                Assert.True(Takes(SendPriority.First));
        }

        (bool Typing, bool Edit, bool First) Taken() =>
            (Takes(SendPriority.Typing), Takes(SendPriority.Edit), Takes(SendPriority.First));

        // Each in a chat of its own.
        bool Takes(SendPriority priority) => pacer.TryTake(new(chat++, ChatKind.Private), priority, out _);
    }

    private SendPacer Pacer() => new(_options, _time);

    private async Task<IReadOnlyList<double>> TimesOfFinalTextsAsync(ChatAddress chat, int count)
    {
        var pacer = Pacer();
        var start = _time.GetUtcNow();
        var sends = Enumerable.Range(0, count).Select(async _ =>
        {
            await pacer.TakeAsync(chat, TestContext.Current.CancellationToken);
            return Math.Round((_time.GetUtcNow() - start).TotalSeconds, 2);
        }).ToList();
        while (sends.Exists(send => !send.IsCompleted))
            _time.Advance(TimeSpan.FromMilliseconds(10));
        return await Task.WhenAll(sends);
    }
}
