using System.Text.Json;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Completing;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.WarmingUp;

/// <summary>
/// Pays before serving what the first question would otherwise wait for: the code of the OpenAI SDK, of the handlers before the network,
/// and of the JSON on both sides. The server does not listen before this has ended.
/// </summary>
internal sealed partial class WarmUp(IServiceProvider services, TimeProvider time, ILogger<WarmUp> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            Serialize();
            await AskAsync(cancellationToken);
            LogWarm(time.GetElapsedTime(started).TotalSeconds);
        }
        // Then the first question is slow, which is no reason not to serve.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        // Without cache, limits and telemetry: it must not be counted.
        using var chat = CompletingRegistration.Persistent(services, ModelsRegistration.RehearsalClient(services));
        List<ChatMessage> prompt = [new(ChatRole.System, "You are a rehearsal."), new(ChatRole.User, "Hello?")];
        await foreach (var _ in chat.GetStreamingResponseAsync(prompt, new AnswerOptions { ModelId = "rehearsal", MaxOutputTokens = 16 }, cancellationToken))
        {
        }
    }

    private static void Serialize()
    {
        var request = new CompletionRequest { Model = "rehearsal", Messages = [new PromptMessage(PromptRole.User, "Hello?")] };
        JsonSerializer.Deserialize(JsonSerializer.Serialize(request, ContractsJson.Default.CompletionRequest), ContractsJson.Default.CompletionRequest);
        CompletionEvent[] events =
            [new CompletionAsked(false), new CompletionDelta("Hello"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "rehearsal", new TokenUsage(1, 1))];
        foreach (var happened in events)
            JsonSerializer.Serialize(happened, ContractsJson.Default.CompletionEvent);
    }

    [LoggerMessage(LogLevel.Debug, "Warmed up within {Seconds:0.0} s")]
    private partial void LogWarm(double seconds);

    [LoggerMessage(LogLevel.Warning, "The warm-up failed; the first question will take longer")]
    private partial void LogFailed(Exception exception);
}
