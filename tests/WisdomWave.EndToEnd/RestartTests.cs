using Aspire.Hosting.ApplicationModel;
using WisdomWave.Testing;

namespace WisdomWave.EndToEnd;

/// <summary>Services that end while the application runs. Each test leaves the application complete.</summary>
[Collection(OwnApplications.Collection)]
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
        var dialog = await Shared.Application.UntilAsync("dialog", snapshot => HostedApplication.ProcessIdOf(snapshot) is not null, "running");
        var events = await Shared.Application.UntilSeenAsync(
            seen => seen.Any(change => change.Resource.Name == "dialog" && HostedApplication.ProcessIdOf(change.Snapshot) == HostedApplication.ProcessIdOf(dialog)),
            "the new process of dialog is among the events");
        Assert.True(HasEnded(events.Last(change => change.Resource.Name == "ingress").Snapshot), "ingress was started again.");

        await Shared.Application.CommandAsync("ingress", KnownResourceCommands.StartCommand);
        await Shared.Application.UntilHealthyAsync("ingress");
        await AssertAnsweredAsync();
    }

    private static bool HasEnded(CustomResourceSnapshot snapshot) => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text);

    private async Task AssertAnsweredAsync()
    {
        // A new playground learns of the bot by the bot's first call.
        await Eventually.HoldsAsync(IsOnlineAsync, "the bot is online");
        var person = await Shared.Playground.AddPersonAsync("Nora", "en", Token);
        await person.SayAsync("My name is Nora", cancellationToken: Token);
        Assert.Contains("Nice to meet you, Nora!", (await person.ReadAnswerAsync(Token)).Text, StringComparison.Ordinal);
    }

    private async Task<bool> IsOnlineAsync()
    {
        try
        {
            return (await Shared.Playground.StateAsync(Token)).Bots.Any(bot => bot.Online);
        }
        catch (HttpRequestException)
        {
            // The playground is the service that was killed.
            return false;
        }
    }

    /// <summary>A separate application: other tests that run at the same time would notice the restarts.</summary>
    public sealed class KilledApplication : PlaygroundApplication;
}
