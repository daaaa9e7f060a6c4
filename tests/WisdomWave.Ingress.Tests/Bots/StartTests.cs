using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Standing;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Bots;

public sealed class StartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMalformedTokenStopsTheStartWithASentenceThatNamesItsSetting()
    {
        var complaint = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var app = IngressApp.Build(["--urls=http://127.0.0.1:0", "--TELEGRAM_BOT_TOKEN=oops"], builder => builder.Logging.ClearProviders());
            await app.StartAsync(Token);
        });
        Assert.Equal(
            "TELEGRAM_BOT_TOKEN is not a bot token: give it the token that @BotFather gave you, like 123456789:AAExampleExampleExample.",
            complaint.Message);
    }

    [Fact]
    public async Task APaceThatIsNoneStopsTheStartToo()
    {
        var complaint = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var app = IngressApp.Build(
                ["--urls=http://127.0.0.1:0", $"--TELEGRAM_BOT_TOKEN={PlaygroundServer.BotToken}", "--Delivery:BotPerSecond=0"],
                builder => builder.Logging.ClearProviders());
            await app.StartAsync(Token);
        });
        Assert.Equal("Delivery:BotPerSecond is not above 0; a good value is 30.", complaint.Message);
    }

    [Fact]
    public async Task TheCommandsMenuIsSetInEachLanguage()
    {
        await using var host = await IngressHost.PrepareAsync();
        host.Dialog.Menus.Add(new CommandMenu(MenuScope.PrivateChats, null, [new BotCommandText("help", "What I can do")]));
        host.Dialog.Menus.Add(new CommandMenu(MenuScope.PrivateChats, "ru", [new BotCommandText("help", "Что я умею")]));
        await host.FailAsync(new BotFault { Method = "setMyCommands", Status = 500 });
        await host.RunAsync();
        await Eventually.HoldsAsync(
            async () => (await host.Playground.Client.BotCallsAsync("setMyCommands", cancellationToken: Token)).Count(call => call.Status == 200) == 2,
            "two menus");
    }

    [Fact]
    public async Task AMenuThatTelegramRefusesIsOnlyLogged()
    {
        await using var host = await IngressHost.PrepareAsync();
        host.Dialog.Menus.Add(new CommandMenu(MenuScope.PrivateChats, null, [new BotCommandText("HELP!", "")]));
        await host.FailAsync(new BotFault { Method = "setMyCommands", Status = 400, Description = "Bad Request: BOT_COMMAND_INVALID" });
        await host.RunAsync();
        (await host.AskAsync("Hello")).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
        await Eventually.HoldsAsync(
            () => host.Log.Of(LogLevel.Warning).Contains("bot's commands menu for every other language was not set: Bad Request: BOT_COMMAND_INVALID."),
            "the line");
    }

    [Fact]
    public async Task ItWaitsForDialogAndAnswersThen()
    {
        await using var host = await IngressHost.PrepareAsync();
        host.Dialog.IsAway = true;
        await host.RunAsync();
        await host.Ann.SayAsync("Hello", cancellationToken: Token);
        await Eventually.HoldsAsync(() => host.Dialog.Refused > 0, "it asks for what is undelivered");
        host.Dialog.IsAway = false;
        (await host.Dialog.NextTurnAsync()).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
    }
}
