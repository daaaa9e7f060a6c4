using Microsoft.Extensions.Options;
using OpenAI.Audio;
using WisdomWave.Completion.Metrics;
using WisdomWave.Completion.Models;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Transcribing;

/// <summary>Has the provider write down what is said in a recording. Tried once: the recording is passed on as it comes and cannot be sent again.</summary>
internal sealed partial class Transcriber(
    AudioClient audio, IOptions<TranscribingOptions> options, CompletionMetrics metrics, TimeProvider time, ILogger<Transcriber> logger)
{
    /// <param name="recording">Read as the provider takes it.</param>
    /// <param name="fileName">Its ending tells the provider the format.</param>
    /// <param name="language">An ISO 639-1 code, or null to have the provider find out.</param>
    /// <param name="cancellationToken">Ends the provider's call too.</param>
    /// <exception cref="ProviderException">There are no words, and why.</exception>
    public async Task<Transcription> TranscribeAsync(Stream recording, string fileName, string? language, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.Value.TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var heard = await audio.TranscribeAudioAsync(recording, fileName, new AudioTranscriptionOptions { Language = language }, either.Token);
            var usage = HeardUsage.FromBody(heard.GetRawResponse().Content.ToMemory());
            var cost = options.Value.CostOf(usage);
            metrics.Transcribed(time.GetElapsedTime(started), null);
            metrics.Paid(cost, "transcription");
            return new(heard.Value.Text?.Trim() ?? "", new(options.Value.Model, usage.Tokens, cost));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ProviderFailures.Of(e, time) is { } failure)
        {
            metrics.Transcribed(time.GetElapsedTime(started), failure.Kind);
            LogFailed(options.Value.Model, failure.Kind, failure.Status, time.GetElapsedTime(started).TotalSeconds, failure.Words);
            throw new ProviderException(failure, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} wrote nothing down: {Kind} ({Status}) after {Seconds:0.0} s, {Words}. Transcribing:Model names the model that listens")]
    private partial void LogFailed(string model, FailureKind kind, int status, double seconds, ProviderError words);
}
