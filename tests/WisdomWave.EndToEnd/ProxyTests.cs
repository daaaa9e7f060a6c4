using System.Net;
using WisdomWave.Testing.Playground;
using WisdomWave.Testing.Proxies;

namespace WisdomWave.EndToEnd;

/// <summary>The whole application on a machine that reaches the internet only through proxies.</summary>
[Collection(typeof(OwnApplications))]
public sealed class ProxyTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnlyTelegramAndTheModelAreReachedThroughTheirProxies()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        await using var outside = await PlaygroundServer.StartAsync(cancellationToken: Token, hosts: "telegram.test;model.test");
        await using var forTelegram = new ProxyServer(new NetworkCredential("ann", "password-for-telegram"));
        await using var general = new ProxyServer(new NetworkCredential("boris", "password-for-others"));
        forTelegram.Names["telegram.test"] = outside.Address;
        general.Names["model.test"] = outside.Address;
        var folder = Directory.CreateTempSubdirectory("wisdomwave-proxies-").FullName;
        var settings = new Dictionary<string, string>
        {
            ["TELEGRAM_BOT_TOKEN"] = PlaygroundServer.BotToken,
            ["TELEGRAM_API_BASE_URL"] = "http://telegram.test:8081",
            ["TELEGRAM_PROXY"] = forTelegram.Setting("socks5"),
            // Otherwise the question would not get as far as the model.
            ["Access__Open"] = "true",
            ["OPENAI_API_KEY"] = "sk-key-of-the-proxy-test",
            ["OPENAI_BASE_URL"] = "http://model.test:8082/v1",
            ["HTTP_PROXY"] = general.Setting("http"),
            ["https_proxy"] = general.Setting("http"),
            ["ALL_PROXY"] = general.Setting("socks5"),
            ["WISDOMWAVE_VERBOSE"] = "true",
        };
        await using (var application = await Application.StartAsync(folder, settings))
        {
            await outside.Ann.SayAsync("xylophonist", cancellationToken: Token);
            await outside.Ann.ReadAnswerAsync(message => message.Text?.EndsWith("or long 5.", StringComparison.Ordinal) == true, Token);

            var processes = application.Processes();
            AssertOnlyIn(processes, "password-for-telegram", "WisdomWave.Ingress", "WisdomWave.AppHost");
            AssertOnlyIn(processes, "password-for-others", "WisdomWave.Ingress", "WisdomWave.Completion", "WisdomWave.AppHost");

            await application.StopAsync();
            Assert.DoesNotContain("password-for", application.Output, StringComparison.Ordinal);
        }

        Assert.NotEmpty(forTelegram.Asked);
        Assert.All(forTelegram.Asked, asked => Assert.Equal("SOCKS5 telegram.test:8081", asked));
        Assert.NotEmpty(general.Asked);
        Assert.All(general.Asked, asked => Assert.Contains(" http://model.test:8082/", asked, StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The listed services, the app host and the processes that started them have the secret; no other process does.</summary>
    private static void AssertOnlyIn(IReadOnlyList<RunningProcess> processes, string secret, params string[] programs)
    {
        var holders = processes.Where(process => process.Environment.Contains(secret, StringComparison.Ordinal)).Select(process => process.CommandLine).ToList();
        Assert.NotEmpty(holders);
        Assert.All(holders, holder => Assert.Contains(programs, program => holder.Contains(program, StringComparison.Ordinal)));
    }
}
