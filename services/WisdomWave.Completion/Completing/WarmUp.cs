using System.Text.Json;
using Microsoft.Extensions.AI;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Completing;

/// <summary>
/// Runs the code that the first question needs before the server listens, so that question does not wait for its compilation: the OpenAI
/// SDK, the HTTP handlers below it, and the JSON serializers.
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
            LogCompleted(time.GetElapsedTime(started).TotalSeconds);
        }
        // The service works without a warm-up; only the first question is slow.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        // Outside telemetry, cache and limits, because metrics must not count it.
        using var chat = CompletionServiceCollectionExtensions.WithRetries(services, ProviderClients.ForWarmUp(services));
        List<ChatMessage> prompt = [new(ChatRole.System, "This is a warm-up."), new(ChatRole.User, "Hello?")];
        await foreach (var _ in chat.GetStreamingResponseAsync(prompt, new AnswerOptions { ModelId = "warm-up", MaxOutputTokens = 16 }, cancellationToken))
        {
        }
    }

    private static void Serialize()
    {
        var request = new CompletionRequest { Model = "warm-up", Messages = [new PromptMessage(PromptRole.User, "Hello?")] };
        JsonSerializer.Deserialize(JsonSerializer.Serialize(request, ContractsJson.Default.CompletionRequest), ContractsJson.Default.CompletionRequest);
        CompletionEvent[] events =
            [new CompletionCallStarted(false), new CompletionDelta("Hello"), new CompletionCompleted(FinishKind.Stop, AnswerSource.Provider, "warm-up", new TokenUsage(1, 1))];
        foreach (var completionEvent in events)
            JsonSerializer.Serialize(completionEvent, ContractsJson.Default.CompletionEvent);
    }

    [LoggerMessage(LogLevel.Debug, "The warm-up took {Seconds:0.0} s.")]
    private partial void LogCompleted(double seconds);

    [LoggerMessage(LogLevel.Warning, "The warm-up failed. The first question will take longer.")]
    private partial void LogFailed(Exception exception);
}
