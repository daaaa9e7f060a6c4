using System.Diagnostics;
using System.Text.Json;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Reads a turn's events into an answer; rejoins the turn when the stream is interrupted.</summary>
internal sealed partial class AnswerReader(Guid turn, DialogClient dialog, TimeProvider time, ILogger<AnswerReader> logger)
{
    public StreamedAnswer Answer { get; } = new();

    /// <summary>Returns when the answer has ended.</summary>
    public async Task ReadAsync(TurnStream? stream, CancellationToken cancellationToken)
    {
        try
        {
            for (var failures = 0; !Answer.Ended.IsCompleted;)
            {
                if (stream is null && failures > 0)
                    await Task.Delay(Backoff.ForDialog(failures), time, cancellationToken);
                stream ??= await JoinAsync(cancellationToken);
                if (stream is not null && await ReadToEndAsync(stream, cancellationToken))
                    return;
                failures++;
                stream = null;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Answer.Cancel(cancellationToken);
        }
        catch (Exception exception)
        {
            // The delivery that waits for the answer observes the exception.
            Answer.Fail(exception);
        }
    }

    private async Task<TurnStream?> JoinAsync(CancellationToken cancellationToken)
    {
        switch (await dialog.JoinAsync(turn, cancellationToken))
        {
            case JoinResult.Accepted accepted:
                return accepted.Stream;
            case JoinResult.Refused:
                Answer.End(new StreamOutcome.Forgotten());
                return null;
            default:
                return null;
        }
    }

    /// <summary>False when the stream was interrupted.</summary>
    private async Task<bool> ReadToEndAsync(TurnStream stream, CancellationToken cancellationToken)
    {
        await using var _ = stream;
        await using var cancelling = cancellationToken.Register(stream.Cancel);
        Answer.Restart();
        if (stream.Turn.IsDelivered)
        {
            Answer.End(new StreamOutcome.Delivered());
            return true;
        }

        if (stream.Turn.IsTaken)
        {
            Answer.End(new StreamOutcome.Taken());
            return true;
        }

        try
        {
            while (await stream.NextAsync() is { } happened)
            {
                if (Take(happened))
                    return true;
            }
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
        }

        LogCut(turn);
        return false;
    }

    private bool Take(TurnEvent happened)
    {
        switch (happened)
        {
            case TurnDelta delta:
                Answer.Append(delta.Text);
                return false;
            case TurnRestarted:
                Answer.Restart();
                return false;
            case TurnCompleted completed:
                Answer.End(new StreamOutcome.Replied(completed.Reply, completed.Started));
                return true;
            case TurnFailed failed:
                // This service's part of the trace is exported together with the others' parts.
                Activity.Current.Fail(failed.Kind.ToString());
                Answer.End(new StreamOutcome.Replied(failed.Reply));
                return true;
            default:
                return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "The event stream of turn {TurnId} was interrupted; rejoining.")]
    private partial void LogCut(Guid turnId);
}
