using Aspire.Hosting.ApplicationModel;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>Services that end while the application runs. Each test leaves the application complete.</summary>
[Collection(typeof(OwnApplications))]
public sealed class RestartTests(RestartTests.KilledApplication killed) : SharedApplicationTest(killed), IClassFixture<RestartTests.KilledApplication>
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ingress")]
    [InlineData("dialog")]
    [InlineData("completion")]
    [InlineData("cache")]
    [InlineData("playground")]
    public async Task AKilledServiceComesBackAndQuestionsAreAnswered(string service)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);

        await Shared.Application.KillUntilBackAsync(service);

        await AssertAnsweredAsync();
    }

    [Fact]
    public async Task AServiceThatWasStoppedOnPurposeStaysStopped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);

        await Shared.Application.CommandAsync("ingress", KnownResourceCommands.StopCommand);
        await Shared.Application.UntilAsync("ingress", HasEnded, "stopped");

        // Dialog is killed after ingress has ended, and is restarted: a restart of ingress would have begun by then, too.
        await Shared.Application.KillUntilBackAsync("dialog");
        var sinceTheEnd = Shared.Application.Events
            .Where(change => change.Resource.Name == "ingress").Reverse().TakeWhile(change => HasEnded(change.Snapshot)).ToList();
        Assert.NotEmpty(sinceTheEnd);

        await Shared.Application.CommandAsync("ingress", KnownResourceCommands.StartCommand);
        await Shared.Application.UntilHealthyAsync("ingress");
        await AssertAnsweredAsync();
    }

    private static bool HasEnded(CustomResourceSnapshot snapshot) => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text);

    private async Task AssertAnsweredAsync()
    {
        // A new playground learns of the bot by the bot's first call.
        await Eventually.HoldsAsync(async () => (await Shared.Playground.StateAsync(Token)).Bots.Any(bot => bot.Online), "the bot is online");
        var person = await Shared.Playground.AddPersonAsync("Nora", "en", Token);
        await person.SayAsync("My name is Nora", cancellationToken: Token);
        Assert.Contains("Nice to meet you, Nora!", (await person.ReadAnswerAsync(cancellationToken: Token)).Text, StringComparison.Ordinal);
    }

    /// <summary>A separate application: other tests that run at the same time would notice the restarts.</summary>
    public sealed class KilledApplication : PlaygroundApplication;
}
