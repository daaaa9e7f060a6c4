using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;

namespace WisdomWave.Ingress.Tests.Bots;

public sealed class StartAnnouncementTests
{
    private const long NobodysChat = 600;

    [Fact]
    public async Task AdminsReceiveStartNotices()
    {
        await using var host = await IngressHost.PrepareAsync();
        host.Dialog.StartNotices.AddRange([new(host.Ann.Id, "I have started."), new(host.Boris.Id, "Я запущен.")]);
        await host.FailAsync(new BotFault { Method = "sendMessage", ChatId = host.Ann.Id, Status = 429, RetryAfter = 1 });
        await host.StartIngressAsync();

        await IngressHost.ReadsAsync(host.Boris, "Я запущен.");
        await IngressHost.ReadsAsync(host.Ann, "I have started.");
        Assert.Equal([(110201543L, BuildVersion.Own with { Username = "wisdomwave_bot", Name = "bot" })], host.Dialog.Starts);
        Assert.NotNull(BuildVersion.Own.Commit);
    }

    [Fact]
    public async Task AnAdminWithoutAChatIsSkippedWithoutWarning()
    {
        await using var host = await IngressHost.PrepareAsync();
        host.Dialog.StartNotices.AddRange([new(NobodysChat, "I have started."), new(host.Boris.Id, "I have started."), new(host.Ann.Id, "I have started.")]);
        await host.Boris.BlockBotAsync(cancellationToken: TestContext.Current.CancellationToken);
        await host.StartIngressAsync();

        await IngressHost.ReadsAsync(host.Ann, "I have started.");
        Assert.Empty(host.Warnings);
        Assert.Empty(host.Errors);
        (await host.AskAsync("Hello")).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "I have started.", "Hello!");
    }

    [Fact]
    public async Task ARestartedBotLoopDoesNotAnnounceTheStartAgain()
    {
        await using var host = await IngressHost.StartAsync();
        await Eventually.HoldsAsync(() => host.Dialog.Starts.Count == 1, "the start is announced");
        var options = new BotOptions { Name = "other", Token = "600:other-token-of-these-tests-00000000" };
        var bot = new Bot(
            options,
            new BotIdentity(600, "other_bot"),
            host.Services.GetRequiredService<BotFleet>().Find(110201543)!,
            new SendPacer(new DeliveryOptions(), TimeProvider.System));
        var announcement = new StartAnnouncement(
            host.Services.GetRequiredService<DialogClient>(), TimeProvider.System, NullLogger<StartAnnouncement>.Instance);

        await announcement.AnnounceAsync(bot, TestContext.Current.CancellationToken);
        await announcement.AnnounceAsync(bot, TestContext.Current.CancellationToken);

        Assert.Equal([(110201543L, BuildVersion.Own), (600L, BuildVersion.Own)], host.Dialog.Starts.Select(start => (start.Bot, start.Start with { Username = null, Name = null })));
    }

    [Theory]
    [InlineData("1.0.0+51b4331f8e26f21279f271f1c704adf1cbc73335", "1.0.0", "51b4331f8e")]
    [InlineData("1.2.0-rc.1+51b", "1.2.0-rc.1", "51b")]
    [InlineData("1.0.0", "1.0.0", null)]
    [InlineData("1.0.0+", "1.0.0", null)]
    public void VersionAndCommitComeFromTheBuild(string informational, string version, string? commit) =>
        Assert.Equal(new BotStart(version, commit), BuildVersion.Of(informational));
}
