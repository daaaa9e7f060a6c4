using WisdomWave.Contracts.Dialog;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.Playground.Faults;
using WisdomWave.Testing;
using WisdomWave.Testing.Playground;

namespace WisdomWave.EndToEnd;

/// <summary>Every way in which the application can end, with an answer in progress where that matters.</summary>
[Collection(typeof(OwnApplications))]
public sealed class StopTests : IAsyncLifetime
{
    /// <summary>The orchestrator, another program, kills what has not ended 6 s after it was told to stop. A slow machine only waits longer.</summary>
    private static readonly TimeSpan LongerThanTheOrchestratorWaits = TimeSpan.FromSeconds(10);

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-stop-").FullName;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), ProcessTable.NeedsLinux);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task SigtermLeavesNothing()
    {
        await using var application = await Application.StartAsync(_folder);
        Assert.Contains(application.Processes(), process => process.Runs("dcp"));

        // Fails when a process is left: the orchestrator, the dashboard and the cache included.
        await application.StopAsync();
    }

    [Fact]
    public async Task AKilledAppHostLeavesNothing()
    {
        await using var application = await Application.StartAsync(_folder);

        ProcessTable.Signal(application.ProcessOf("WisdomWave.AppHost").Id, ProcessTable.SigKill);

        await application.UntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task AStopWaitsForTheAnswerUnderWayLongerThanTheOrchestratorWould()
    {
        await using var outside = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var application = await Application.StartAsync(_folder, SettingsFor(outside));
        var growing = await AskForAHeldAnswerAsync(outside);

        var stop = application.StopAsync();
        await Task.Delay(LongerThanTheOrchestratorWaits, Token);
        await outside.Client.ClearFaultsAsync(Token);
        await stop;

        var call = await Eventually.GetAsync(
            async () => (await outside.Client.ModelCallsAsync(cancellationToken: Token)).SingleOrDefault(), "the model's call has ended");
        Assert.Equal((false, "stop"), (call.Cancelled, call.FinishReason));
        var answer = (await outside.Ann.ReadAllAsync()).Single(message => message.MessageId == growing.MessageId);
        Assert.EndsWith(call.Answer[^40..], answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            answer.ReplyMarkup?.InlineKeyboard?.SelectMany(row => row) ?? [],
            button => button.CallbackData is { } data && data.StartsWith(ButtonData.Stop, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASecondCtrlCEndsEverythingWithoutWaitingForTheAnswerUnderWay()
    {
        await using var outside = await PlaygroundServer.StartAsync(cancellationToken: Token);
        await using var application = await Application.StartAsync(_folder, SettingsFor(outside));
        await AskForAHeldAnswerAsync(outside);

        // Signals do not queue: a press before the first one was handled has no effect, so the operator presses again, a second later.
        await Eventually.HoldsAsync(
            async () =>
            {
                application.PressCtrlC();
                return await application.EndsWithinAsync(TimeSpan.FromSeconds(1));
            },
            "the app host has ended");
        await application.UntilNothingIsLeftAsync();

        var call = await Eventually.GetAsync(
            async () => (await outside.Client.ModelCallsAsync(cancellationToken: Token)).SingleOrDefault(), "the model's call has ended");
        Assert.True(call.Cancelled);
    }

    /// <summary>No limit of the services ends the held answer before the test does.</summary>
    private static Dictionary<string, string> SettingsFor(PlaygroundServer outside) => new()
    {
        ["TELEGRAM_BOT_TOKEN"] = PlaygroundServer.BotToken,
        ["TELEGRAM_API_BASE_URL"] = outside.Address.ToString(),
        ["Access__Open"] = "true",
        ["OPENAI_API_KEY"] = "sk-of-the-end-to-end-test",
        ["OPENAI_BASE_URL"] = outside.OpenAiAddress.ToString(),
        ["Stopping__Patience"] = "00:20:00",
    };

    /// <summary>The model sends the beginning and then nothing more until the faults are cleared.</summary>
    private static async Task<Message> AskForAHeldAnswerAsync(PlaygroundServer outside)
    {
        await outside.Client.FailAsync(new ModelFault { Kind = ModelFaultKind.Hold, AfterChunks = 20 }, Token);
        await outside.Ann.SayAsync("long 1", cancellationToken: Token);
        return await outside.Ann.ReadAnswerAsync(message => message.Text?.Length > 20, Token);
    }
}
