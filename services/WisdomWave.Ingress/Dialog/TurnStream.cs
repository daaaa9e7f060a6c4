using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Dialog;

/// <summary>An accepted turn and its events; closes the connection when disposed.</summary>
internal sealed class TurnStream(TurnRef turn, IAsyncEnumerator<TurnEvent> events, HttpResponseMessage response, CancellationTokenSource lifetime)
    : IAsyncDisposable
{
    public TurnRef Turn { get; } = turn;

    /// <summary>The next event; null when the stream has ended or was interrupted.</summary>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="System.Text.Json.JsonException">An event is malformed.</exception>
    public async ValueTask<TurnEvent?> NextAsync() => await events.MoveNextAsync() ? events.Current : null;

    /// <summary>Ends a waiting <see cref="NextAsync"/> with <see cref="OperationCanceledException"/>.</summary>
    public void Cancel() => lifetime.Cancel();

    public async ValueTask DisposeAsync()
    {
        // Close the connection first: disposing the enumerator alone would wait for further events.
        response.Dispose();
        await events.DisposeAsync();
        lifetime.Dispose();
    }
}
