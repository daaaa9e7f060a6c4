using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Testing.Playground;
using YamlDotNet.Serialization;

namespace WisdomWave.EndToEnd.Publishing;

/// <summary>A published folder works: its programs, with exactly its environment files, without the app host.</summary>
public sealed partial class PublishedServicesTests(PublishedServices published) : IClassFixture<PublishedServices>
{
    private const string NeedsLinux = "The units are for systemd: run this test on Linux.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ItAnswersRemembersAndReadsDocuments()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), NeedsLinux);
        var person = await published.People.AddPersonAsync("Ann", "en", Token);

        await AskAsync(person, "My name is Ann");
        Assert.Equal("Your name is Ann.", (await AskAsync(person, "What is my name?")).Text);
        await person.SendDocumentAsync("notes.txt", "text/plain", Encoding.UTF8.GetBytes("The word is pineapple."), cancellationToken: Token);
        Assert.Contains("pineapple", (await person.ReadAnswerAsync(Token)).Text, StringComparison.Ordinal);
    }

    /// <summary>systemd starts it again; the test does so in its place.</summary>
    [Theory]
    [InlineData("completion")]
    [InlineData("dialog")]
    [InlineData("ingress")]
    public async Task NothingIsLostOrDoneTwiceWhenAServiceIsKilled(string service)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), NeedsLinux);
        var person = await published.People.AddPersonAsync("Kim", "en", Token);
        await AskAsync(person, $"Before the end of {service}");

        await published[service].KillAsync(Token);
        await person.SayAsync($"While {service} is away", cancellationToken: Token);
        await published[service].StartAsync(Token);
        await published[service].UntilReadyAsync();

        Assert.Contains($"While {service} is away", (await person.ReadAnswerAsync(Token)).Text, StringComparison.Ordinal);
        await AskAsync(person, $"After the return of {service}");
        var answers = (await person.ReadAllAsync()).Where(message => message.From?.IsBot == true).Select(message => message.Text ?? "").ToList();
        foreach (var question in (string[])["Before the end", "While", "After the return"])
            Assert.Single(answers, answer => answer.Contains($"“{question}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AServiceStopsInGoodOrderAndSaysSoToSystemd()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), NeedsLinux);

        var exitCode = await published["completion"].StopAsync(Token);
        await published["completion"].StartAsync(Token);
        await published["completion"].UntilReadyAsync();

        Assert.Equal(0, exitCode);
    }

    /// <summary>The formatter that .NET uses under systemd by default would not leave secrets out.</summary>
    [Fact]
    public async Task ItsLogHasOurLinesForTheJournalAndNoSecret()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), NeedsLinux);
        await AskAsync(await published.People.AddPersonAsync("Lea", "en", Token), "Hello");

        var logs = published.Logs();
        Assert.Matches(UsualLine(), logs);
        Assert.DoesNotContain(PublishedServices.Key, logs, StringComparison.Ordinal);
        Assert.DoesNotContain(PlaygroundServer.BotToken.Split(':')[1], logs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheHealthChecksOfTheComposeFileSucceedOnlyWhileAServiceRuns()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), NeedsLinux);
        foreach (var service in published.Services)
        {
            var command = HealthCheckOf(service);
            Assert.Equal((service, 0), (service, await RunAsync(command)));
            Assert.NotEqual(0, await RunAsync([.. command[..^1], Port().Replace(command[^1], "/dev/tcp/127.0.0.1/1")]));
        }
    }

    private string[] HealthCheckOf(string service)
    {
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(File.ReadAllText(Path.Combine(published.Root, "compose.yaml")));
        var check = Map(Map(Map(file["services"])[service])["healthcheck"])["test"];
        // [CMD, bash, -c, …]; compose reads $$ as $.
        return [.. ((List<object>)check).Cast<string>().Skip(1).Select(word => word.Replace("$$", "$", StringComparison.Ordinal))];
    }

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;

    private static async Task<int> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(Token);
        return process.ExitCode;
    }

    private static async Task<Message> AskAsync(PlaygroundPerson person, string question)
    {
        await person.SayAsync(question, cancellationToken: Token);
        return await person.ReadAnswerAsync(Token);
    }

    [GeneratedRegex(@"(?m)^<[46]>\d\d:\d\d:\d\d\.\d{3} (info|warn) \w+: ")]
    private static partial Regex UsualLine();

    [GeneratedRegex(@"/dev/tcp/127\.0\.0\.1/\d+")]
    private static partial Regex Port();
}
