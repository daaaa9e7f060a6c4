using Microsoft.Extensions.Logging;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Testing;

namespace WisdomWave.Ingress.Tests.Dialog;

public sealed class DialogPresenceTests : IDisposable
{
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly DialogPresence _presence;

    public DialogPresenceTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _presence = new DialogPresence(_loggers.CreateLogger<DialogPresence>());
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void EachChangeIsLoggedOnce()
    {
        var present = _presence.Changes;
        _presence.Away(present, "it returned 503.");
        _presence.Away(present, "it returned 503.");
        Assert.True(_presence.IsAway);
        var away = _presence.Changes;
        _presence.Away(away, "it returned 503.");
        _presence.Present(away);
        _presence.Present(away);
        Assert.False(_presence.IsAway);
        Assert.Equal(["Dialog is unreachable: it returned 503. Updates stay unconfirmed and reports wait until it is back."], _log.Of(LogLevel.Warning));
        Assert.Equal(["Dialog is reachable again."], _log.Of(LogLevel.Information));
    }

    [Fact]
    public void AnAnswerToARequestFromBeforeTheOutageDoesNotEndIt()
    {
        var before = _presence.Changes;
        _presence.Away(before, "it returned 503.");
        _presence.Present(before);
        Assert.True(_presence.IsAway);
        Assert.Empty(_log.Of(LogLevel.Information));
    }

    [Fact]
    public void AFailureOfARequestFromTheOutageDoesNotBeginAnother()
    {
        _presence.Away(_presence.Changes, "it returned 503.");
        var during = _presence.Changes;
        _presence.Present(during);
        _presence.Away(during, "The request timed out.");
        Assert.False(_presence.IsAway);
        Assert.Single(_log.Of(LogLevel.Warning));
    }
}
