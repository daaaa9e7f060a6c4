using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Dialog;

/// <summary>An accepted turn and the events that follow; closes the connection when disposed.</summary>
internal sealed class TurnStream(TurnRef turn, IAsyncEnumerator<TurnEvent> events, HttpResponseMessage response, CancellationTokenSource lifetime)
    : IAsyncDisposable
{
    public TurnRef Turn { get; } = turn;

    /// <summary>Null when the stream ended, whether it was done or cut.</summary>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="System.Text.Json.JsonException">An event could not be read.</exception>
    public async ValueTask<TurnEvent?> NextAsync() => await events.MoveNextAsync() ? events.Current : null;

    /// <summary>Ends a <see cref="NextAsync"/> that waits, with <see cref="OperationCanceledException"/>.</summary>
    public void Cancel() => lifetime.Cancel();

    public async ValueTask DisposeAsync()
    {
        // The connection first: ending the reading politely would wait for events that nobody wants any more.
        response.Dispose();
        await events.DisposeAsync();
        lifetime.Dispose();
    }
}
