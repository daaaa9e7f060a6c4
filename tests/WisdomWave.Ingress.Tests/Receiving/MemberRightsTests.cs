using Microsoft.Extensions.Time.Testing;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Receiving;

public sealed class MemberRightsTests
{
    private const long Group = -100;
    private const long Ann = 5;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _time = new();
    private readonly List<(long Chat, long User)> _asked = [];
    private Func<Task<bool?>> _answer = () => Task.FromResult<bool?>(true);

    [Fact]
    public async Task AnAnswerIsRememberedForAShortTime()
    {
        var rights = Rights(new PressOptions { RememberRightsFor = TimeSpan.FromSeconds(10) });
        Assert.True(await rights.IsAdminAsync(Group, Ann, Token));
        _answer = () => Task.FromResult<bool?>(false);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.True(await rights.IsAdminAsync(Group, Ann, Token));
        Assert.Equal([(Group, Ann)], _asked);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await rights.IsAdminAsync(Group, Ann, Token));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task RightsAreRememberedPerGroupAndPerson()
    {
        var rights = Rights(new PressOptions());

        foreach (var (chat, user) in ((long, long)[])[(Group, Ann), (Group, 6), (-200, Ann), (Group, 6)])
            await rights.IsAdminAsync(chat, user, Token);

        Assert.Equal([(Group, Ann), (Group, 6), (-200, Ann)], _asked);
    }

    [Fact]
    public async Task PressesAtTheSameMomentShareOneCall()
    {
        var telegram = new TaskCompletionSource<bool?>();
        _answer = () => telegram.Task;
        var rights = Rights(new PressOptions());

        var presses = Enumerable.Range(0, 10).Select(_ => rights.IsAdminAsync(Group, Ann, Token).AsTask()).ToList();
        telegram.SetResult(true);

        Assert.All(await Task.WhenAll(presses), Assert.True);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task OneGroupIsAskedAboutALimitedNumberOfTimesAMinute()
    {
        var rights = Rights(new PressOptions { RightsPerMinute = 2 });

        Assert.True(await rights.IsAdminAsync(Group, 1, Token));
        Assert.True(await rights.IsAdminAsync(Group, 2, Token));
        Assert.False(await rights.IsAdminAsync(Group, 3, Token));
        // What is remembered costs no call, and other groups have limits of their own.
        Assert.True(await rights.IsAdminAsync(Group, 1, Token));
        Assert.True(await rights.IsAdminAsync(-200, 3, Token));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await rights.IsAdminAsync(Group, 3, Token));
        Assert.Equal(4, _asked.Count);
    }

    [Fact]
    public async Task AQuestionThatTelegramDidNotAnswerIsAskedAgain()
    {
        var rights = Rights(new PressOptions());
        _answer = () => Task.FromResult<bool?>(null);
        Assert.False(await rights.IsAdminAsync(Group, Ann, Token));
        _answer = () => Task.FromResult<bool?>(true);

        Assert.True(await rights.IsAdminAsync(Group, Ann, Token));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task APrivateChatNeedsNoCall()
    {
        Assert.True(await Rights(new PressOptions()).IsAdminAsync(Ann, Ann, Token));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task RepeatedPressesInAGroupAskTelegramOnce()
    {
        await using var host = await IngressHost.StartAsync("Presses:RememberRightsFor=01:00:00");
        var ann = host.Ann.In(PlaygroundClient.FriendsId);
        await ann.SayAsync("@wisdomwave_bot hello", cancellationToken: Token);
        (await host.Dialog.NextTurnAsync()).Complete("Hello!");
        var message = await ann.ReadAnswerAsync(one => one.Text == "Hello!", Token);

        for (var press = 0; press < 3; press++)
            await ann.PressAsync(message, $"press:{press}", Token);

        Assert.Equal([true, true, true], host.Dialog.Pressed.Select(press => press.IsChatAdmin));
        Assert.Single(await host.Playground.Client.BotCallsAsync("getChatMember", cancellationToken: Token));
    }

    private MemberRights Rights(PressOptions options) => new(
        (chat, user) =>
        {
            _asked.Add((chat, user));
            return _answer();
        },
        options,
        _time);
}
