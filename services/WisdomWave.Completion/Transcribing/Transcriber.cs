using Microsoft.Extensions.Options;
using OpenAI.Audio;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Completion.Telemetry;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Transcribing;

/// <summary>Lets the provider transcribe a recording. It makes one attempt only: the recording is streamed through and cannot be sent again.</summary>
internal sealed partial class Transcriber(
    AudioClient audio, IOptions<TranscriptionOptions> options, CompletionMetrics metrics, TimeProvider time, ILogger<Transcriber> logger)
{
    /// <param name="recording">Streamed to the provider.</param>
    /// <param name="fileName">Its extension tells the provider the format.</param>
    /// <param name="language">An ISO 639-1 code; null lets the provider detect the language.</param>
    /// <param name="bot">The name of the bot that asks, for metrics.</param>
    /// <param name="cancellationToken">Cancels the provider's call too.</param>
    /// <exception cref="ProviderException">The provider failed.</exception>
    public async Task<Transcription> TranscribeAsync(Stream recording, string fileName, string? language, string? bot, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.Value.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var result = await audio.TranscribeAudioAsync(recording, fileName, new AudioTranscriptionOptions { Language = language }, either.Token);
            var usage = TranscriptionUsage.FromBody(result.GetRawResponse().Content.ToMemory());
            var cost = options.Value.CostOf(usage);
            metrics.RecordTranscription(time.GetElapsedTime(started), null, bot);
            metrics.AddCost(cost, "transcription", options.Value.Model, bot);
            return new(result.Value.Text?.Trim() ?? "", new(options.Value.Model, usage.Tokens, cost));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ProviderFailure.From(e, time) is { } failure)
        {
            metrics.RecordTranscription(time.GetElapsedTime(started), failure.Kind, bot);
            LogFailed(options.Value.Model, time.GetElapsedTime(started).TotalSeconds, failure.Kind, failure.Status, failure.ErrorForLog);
            throw new ProviderException(failure, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} failed to transcribe a recording after {Seconds:0.0} s: {Kind} ({Status}). Set Transcribing:Model to a transcription model that the provider has. Error: {Error}")]
    private partial void LogFailed(string model, double seconds, FailureKind kind, int status, ProviderError error);
}
