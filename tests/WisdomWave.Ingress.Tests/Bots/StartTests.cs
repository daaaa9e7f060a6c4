using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.Ingress.Tests.Bots;

public sealed class StartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMalformedTokenPreventsTheStartAndNamesItsSetting()
    {
        var complaint = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var app = IngressApp.Build(["--urls=http://127.0.0.1:0", "--TELEGRAM_BOT_TOKEN=oops"], builder => builder.Logging.ClearProviders());
            await app.StartAsync(Token);
        });
        Assert.Equal(
            "TELEGRAM_BOT_TOKEN is not a valid bot token. Set it to the token from @BotFather, for example 123456789:AAExample….",
            complaint.Message);
    }

    /// <summary>The bots start before the server listens, and are disposed while they run.</summary>
    [Fact]
    public async Task AnAddressInUseEndsTheProcessWithOneSentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";

        var failed = await FailedStart.OfAsync(
            "WisdomWave.Ingress.dll", $"TELEGRAM_BOT_TOKEN={PlaygroundServer.BotToken}", "TELEGRAM_API_BASE_URL=http://127.0.0.1:1", $"ASPNETCORE_URLS={address}");

        Assert.Equal((1, $"{address} is in use: stop the program that listens there, or set ASPNETCORE_URLS to a free address such as http://127.0.0.1:5203."), (failed.ExitCode, failed.Stderr));
        Assert.DoesNotContain("   at ", failed.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoUpdateIsTakenBeforeTheWarmUpHasEnded()
    {
        await using var host = await IngressHost.StartAsync("Logging:LogLevel:WisdomWave=Debug");
        await host.AskAsync("Hello?");
        var lines = host.Log.All.ToList();

        var warm = lines.FindIndex(line => line.StartsWith("Warmed up in ", StringComparison.Ordinal));
        var receives = lines.FindIndex(line => line.Contains(" is @wisdomwave_bot ", StringComparison.Ordinal));
        Assert.InRange(warm, 0, receives);
    }

    [Fact]
    public async Task AnInvalidRateLimitPreventsTheStart()
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
    public async Task EachScopeAndLanguageHasItsMenu()
    {
        await using var host = await IngressHost.PrepareAsync();
        foreach (var scope in Enum.GetValues<MenuScope>())
        {
            host.Dialog.Menus.Add(new CommandMenu(scope, null, [new BotCommandText("help", $"{scope}")]));
            host.Dialog.Menus.Add(new CommandMenu(scope, "ru", [new BotCommandText("help", $"{scope} по-русски")]));
        }

        await host.FailAsync(new BotFault { Method = "setMyCommands", Status = 500 });
        await host.StartIngressAsync();
        var vera = await host.Playground.Client.AddPersonAsync("Вера", "ru-RU", Token);
        var (ann, boris) = (host.Ann.In(PlaygroundClient.FriendsId), host.Boris.In(PlaygroundClient.FriendsId));
        await Eventually.HoldsAsync(
            async () => await MenuOfAsync(ann) == "GroupAdmins" && await MenuOfAsync(boris) == "Groups" && await MenuOfAsync(host.Ann) == "PrivateChats"
                && await MenuOfAsync(vera) == "PrivateChats по-русски" && await MenuOfAsync(vera.In(PlaygroundClient.FriendsId)) == "Groups по-русски",
            "all menus are set");

        static async Task<string?> MenuOfAsync(PlaygroundPerson person) => (await person.CommandsAsync(Token)).FirstOrDefault()?.Description;
    }

    [Fact]
    public async Task AMenuThatTelegramRefusesIsOnlyLogged()
    {
        await using var host = await IngressHost.PrepareAsync();
        host.Dialog.Menus.Add(new CommandMenu(MenuScope.PrivateChats, null, [new BotCommandText("HELP!", "")]));
        await host.FailAsync(new BotFault { Method = "setMyCommands", Status = 400, Description = "Bad Request: BOT_COMMAND_INVALID" });
        await host.StartIngressAsync();
        (await host.AskAsync("Hello")).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
        await Eventually.HoldsAsync(
            () => host.Warnings.Contains("bot could not set the command menu for PrivateChats in all other languages: Bad Request: BOT_COMMAND_INVALID."),
            "the log line");
    }

    [Fact]
    public async Task UpdatesWaitUntilDialogIsReachable()
    {
        await using var host = await IngressHost.PrepareAsync();
        host.Dialog.IsAway = true;
        await host.StartIngressAsync();
        await host.Ann.SayAsync("Hello", cancellationToken: Token);
        await Eventually.HoldsAsync(() => host.Dialog.Refused > 0, "it asks for undelivered turns");
        host.Dialog.IsAway = false;
        (await host.Dialog.NextTurnAsync()).Complete("Hello!");
        await IngressHost.ReadsAsync(host.Ann, "Hello!");
    }
}
