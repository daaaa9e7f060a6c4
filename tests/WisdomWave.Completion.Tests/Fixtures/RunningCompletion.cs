using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.Testing;

namespace WisdomWave.Completion.Tests.Fixtures;

/// <summary>A question whose answer is read in the background.</summary>
internal sealed class RunningCompletion
{
    private readonly TaskCompletionSource<CompletionCallStarted> _calling = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<CompletionEvent> _events = [];

    public RunningCompletion(CompletionService service, CompletionRequest request) => Completed = ReadAsync(service, request);

    /// <summary>The events of the answer, without provider calls and reasoning.</summary>
    public Task<List<CompletionEvent>> Completed { get; }

    /// <summary>The text so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
                return PlaygroundAnswers.TextOf(_events);
        }
    }

    /// <summary>Waits until the service has announced its provider call, or the call in flight that it joined.</summary>
    public Task<CompletionCallStarted> CallStartsAsync() => _calling.Task.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);

    private async Task<List<CompletionEvent>> ReadAsync(CompletionService service, CompletionRequest request)
    {
        using var response = await service.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await CompletionService.DescribeAsync(response));
        await foreach (var completionEvent in response.Content.ReadEventsAsync(ContractsJson.Default.CompletionEvent, TestContext.Current.CancellationToken))
        {
            if (completionEvent is CompletionCallStarted call)
                _calling.TrySetResult(call);
            if (completionEvent is CompletionCallStarted or CompletionReasoning)
                continue;
            lock (_gate)
                _events.Add(completionEvent);
        }

        return _events;
    }
}
