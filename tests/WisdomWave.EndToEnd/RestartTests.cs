using Aspire.Hosting.ApplicationModel;
using WisdomWave.Testing;
using WisdomWave.Testing.Metrics;

namespace WisdomWave.EndToEnd;

/// <summary>Services that end while the application runs. Each test leaves the application complete.</summary>
public sealed class RestartTests(PlaygroundApplication application) : SharedApplicationTest(application)
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

        await Application.KillUntilBackAsync(service);

        await AssertAnsweredAsync();
    }

    /// <summary>The bot has no section, and ingress, which tells its name, does not start again.</summary>
    [Fact]
    public async Task ARestartedDialogMeasuresTheBotBeforeItsFirstMessage()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);

        await Application.KillUntilBackAsync("dialog");

        await Eventually.HoldsAsync(
            async () => new Scrape(await Application.MetricsAsync("dialog")) is var scrape
                && scrape.Value("wisdomwave_turns_total", "bot=\"bot\"", "outcome=\"answered\"") == 0
                && scrape.Value("wisdomwave_turns_pending", "bot=\"bot\"") == 0
                && scrape.Value("wisdomwave_budget_left_tokens", "bot=\"bot\"", "period=\"day\"") > 0,
            "dialog measures the bot");
    }

    [Fact]
    public async Task AServiceThatWasStoppedOnPurposeStaysStopped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);

        await Application.CommandAsync("ingress", KnownResourceCommands.StopCommand);
        await Application.UntilAsync("ingress", HasEnded, "stopped");

        // Dialog is killed after ingress has ended, and is restarted: a restart of ingress would have begun by then, too.
        await Application.KillUntilBackAsync("dialog");
        var dialog = await Application.UntilAsync("dialog", snapshot => HostedApplication.ProcessIdOf(snapshot) is not null, "running");
        var events = await Application.UntilSeenAsync(
            seen => seen.Any(change => change.Resource.Name == "dialog" && HostedApplication.ProcessIdOf(change.Snapshot) == HostedApplication.ProcessIdOf(dialog)),
            "the new process of dialog is among the events");
        Assert.True(HasEnded(events.Last(change => change.Resource.Name == "ingress").Snapshot), "ingress was started again.");

        await Application.CommandAsync("ingress", KnownResourceCommands.StartCommand);
        await Application.UntilHealthyAsync("ingress");
        await AssertAnsweredAsync();
    }

    private static bool HasEnded(CustomResourceSnapshot snapshot) => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text);

    private async Task AssertAnsweredAsync()
    {
        // A new playground learns of the bot by the bot's first call.
        await Eventually.HoldsAsync(IsOnlineAsync, "the bot is online");
        // Every playground has Boris, and no other test asks as Boris in his private chat.
        var boris = Playground.Boris;
        await boris.SayAsync("My name is Nora", cancellationToken: Token);
        Assert.Contains("Nice to meet you, Nora!", (await boris.ReadAnswerAsync(Token)).Text, StringComparison.Ordinal);
    }

    private async Task<bool> IsOnlineAsync()
    {
        try
        {
            return (await Playground.StateAsync(Token)).Bots.Any(bot => bot.Online);
        }
        catch (HttpRequestException)
        {
            // The playground is the service that was killed.
            return false;
        }
    }
}
