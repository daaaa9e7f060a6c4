using Microsoft.Extensions.Time.Testing;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Tests.Fakes;

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
        Assert.True(pacer.TakeAsync(Ann, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    [Fact]
    public void AFloodWaitDelaysOnlyItsChat()
    {
        var pacer = Pacer();
        pacer.Hold(Ann, TimeSpan.FromSeconds(30));

        var held = pacer.TakeAsync(Ann, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken);
        Assert.False(pacer.TryTake(Ann, SendPriority.First, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(30), wait);
        Assert.True(pacer.TakeAsync(Boris, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        Assert.True(pacer.TryTake(Boris, SendPriority.Typing, out _));

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(held.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(held.IsCompletedSuccessfully);
    }

    [Fact]
    public void AFloodWaitAppliesToATextThatAlreadyWaits()
    {
        var pacer = Pacer();
        for (var i = 0; i < _options.Burst; i++)
            _ = pacer.TakeAsync(Ann, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken);
        var waiting = pacer.TakeAsync(Ann, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken);
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
        var sends = Enumerable.Range(1, 60).Select(chat => pacer.TakeAsync(new(chat, ChatKind.Private), SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken)).ToList();
        Assert.Equal(30, sends.Count(send => send.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(45, sends.Count(send => send.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(60, sends.Count(send => send.IsCompleted));
    }

    [Fact]
    public void UnderTheBotsLimitTypingIsDroppedFirstAndThenEdits()
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

        // Every call uses a new chat.
        bool Takes(SendPriority priority) => pacer.TryTake(new(chat++, ChatKind.Private), priority, out _);
    }

    [Fact]
    public async Task TenShortAnswersInOneGroupAreSentWithinTwentySeconds() =>
        Assert.InRange((await TimesOfFinalTextsAsync(Friends, 10)).Max(), 0, 20);

    [Fact]
    public async Task AGroupsMinuteMayBeUsedAtOnceIfTheIntervalAllowsIt()
    {
        _options.GroupInterval = TimeSpan.Zero;
        var times = await TimesOfFinalTextsAsync(Friends, 25);
        Assert.Equal(20, times.Count(time => time == 0));
        Assert.Equal(5, times.Count(time => time == 61));
    }

    [Fact]
    public void EndingsGoBeforeNewMessages()
    {
        var pacer = Pacer();
        var order = new List<string>();
        for (var i = 0; i < _options.Burst; i++)
            _ = pacer.TakeAsync(Friends, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken);
        for (var i = 0; i < 8; i++)
            _ = TakeAsync($"whole {i}", SendPriority.Final);
        _ = TakeAsync("ending", SendPriority.Ending);
        Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(["ending", "whole 0", "whole 1"], order);

        async Task TakeAsync(string what, SendPriority priority)
        {
            await pacer.TakeAsync(Friends, priority, waitsForChat: null, TestContext.Current.CancellationToken);
            order.Add(what);
        }
    }

    [Fact]
    public void NothingNewStartsWhileRequiredTextWaits()
    {
        var pacer = Pacer();
        for (var i = 0; i <= _options.Burst; i++)
            _ = pacer.TakeAsync(Friends, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken);
        Assert.False(pacer.TryTake(Friends, SendPriority.First, out var wait));
        Assert.True(wait > TimeSpan.Zero);
    }

    [Fact]
    public void AGroupsMinuteReservesASendForEachAnswerInProgress()
    {
        _options.GroupInterval = TimeSpan.Zero;
        var pacer = Pacer();
        var answers = Enumerable.Range(0, 15).Select(_ => pacer.Enter(Friends)).ToList();
        Assert.Equal(5, Beginnings());
        Assert.False(pacer.TryTake(Friends, SendPriority.Edit, out _));
        Assert.All(answers, _ => Assert.True(pacer.TakeAsync(Friends, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken).IsCompletedSuccessfully));

        answers.ForEach(answer => answer.Dispose());
        Pass(TimeSpan.FromSeconds(61));
        Assert.Equal(20, Beginnings());

        int Beginnings()
        {
            var count = 0;
            while (pacer.TryTake(Friends, SendPriority.First, out _))
                count++;
            return count;
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(25)]
    public void AChangedSystemDateDoesNotAffectRateLimits(double hours)
    {
        var clock = new ShiftedClock(_time);
        var pacer = new SendPacer(_options, clock);
        Assert.True(pacer.TryTake(Ann, SendPriority.First, out _));
        pacer.Hold(Boris, TimeSpan.FromSeconds(30));
        clock.Ahead = TimeSpan.FromHours(hours);

        Assert.True(pacer.TryTake(Ann, SendPriority.First, out _));
        Assert.False(pacer.TryTake(Ann, SendPriority.First, out var wait));
        Assert.Equal(_options.PrivateInterval, wait);
        Assert.False(pacer.TryTake(Boris, SendPriority.First, out wait));
        Assert.Equal(TimeSpan.FromSeconds(30), wait);
    }

    [Fact]
    public async Task ACancelledSendTakesNoPlace()
    {
        var pacer = Pacer();
        for (var i = 0; i < _options.Burst; i++)
            _ = pacer.TakeAsync(Ann, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken);
        using var cancellation = new CancellationTokenSource();
        var first = pacer.TakeAsync(Ann, SendPriority.Final, waitsForChat: null, cancellation.Token);
        var second = pacer.TakeAsync(Ann, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Pass(_options.PrivateInterval);
        Assert.True(second.IsCompletedSuccessfully);
    }

    /// <summary>Telegram accepts about one message per second in a chat, with short bursts: here four in any four seconds.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(3.9)]
    [InlineData(5.4)]
    [InlineData(9)]
    [InlineData(20)]
    public async Task AStreamedAnswerAndTheNextOneStayBelowTelegramsLimit(double seconds)
    {
        var pacer = Pacer();
        var start = _time.GetUtcNow();
        var sends = new List<double>();
        for (var passed = 0.0; passed < seconds; passed += 0.05)
        {
            if (pacer.TryTake(Ann, sends.Count == 0 ? SendPriority.First : SendPriority.Edit, out _))
                sends.Add(Passed());
            Pass(TimeSpan.FromMilliseconds(50));
        }

        foreach (var priority in (SendPriority[])[SendPriority.Ending, SendPriority.Final])
        {
            var sending = pacer.TakeAsync(Ann, priority, waitsForChat: null, TestContext.Current.CancellationToken);
            while (!sending.IsCompleted)
                Pass(TimeSpan.FromMilliseconds(10));
            await sending;
            sends.Add(Passed());
        }

        Assert.All(sends, first => Assert.InRange(sends.Count(send => send >= first && send < first + 4), 1, 4));
        Assert.InRange(sends.Count, 3, 4 + (seconds / _options.PrivateInterval.TotalSeconds));

        double Passed() => (_time.GetUtcNow() - start).TotalSeconds;
    }

    private SendPacer Pacer() => new(_options, _time);

    // Advances in small steps, so that timers fire in order.
    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(10))
            _time.Advance(TimeSpan.FromMilliseconds(10));
    }

    private async Task<IReadOnlyList<double>> TimesOfFinalTextsAsync(ChatAddress chat, int count)
    {
        var pacer = Pacer();
        var start = _time.GetUtcNow();
        var sends = Enumerable.Range(0, count).Select(async _ =>
        {
            await pacer.TakeAsync(chat, SendPriority.Final, waitsForChat: null, TestContext.Current.CancellationToken);
            return Math.Round((_time.GetUtcNow() - start).TotalSeconds, 2);
        }).ToList();
        while (sends.Exists(send => !send.IsCompleted))
            _time.Advance(TimeSpan.FromMilliseconds(10));
        return await Task.WhenAll(sends);
    }
}
