using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Telemetry;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Transcribes recordings through the completion service.</summary>
internal sealed class TranscriptionClient(HttpClient http, FilesClient files, BotNames bots, IOptions<AttachmentOptions> options, TimeProvider time)
{
    /// <summary>Three tries, with a pause of 1 s and then of 2 s. Each try fetches the recording again, because nothing is stored here.</summary>
    private readonly ResiliencePipeline _retries = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<TranscriptionException>(failure => failure.Kind == FailureKind.Unavailable),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Linear,
        })
        .Build();

    /// <summary>Streams the recording from Telegram to the provider. Nothing is stored here.</summary>
    /// <exception cref="FileException">The recording cannot be fetched.</exception>
    /// <exception cref="TranscriptionException">The recording cannot be transcribed.</exception>
    public async Task<Transcription> TranscribeAsync(long botId, Attachment recording, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.TranscriptionLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await _retries.ExecuteAsync(
                async token => await files.UseAsync(
                    botId, recording.FileId, Timeout.InfiniteTimeSpan, (stream, end) => PostAsync(stream, RecordingName.Of(recording), bots.Of(botId), end), token),
                either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TranscriptionException(FailureKind.TimedOut);
        }
    }

    // No language is passed: people do not always speak the language of their client, and given a wrong language the model translates.
    private async Task<Transcription> PostAsync(Stream recording, string fileName, string bot, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(recording);
        try
        {
            using var response = await http.PostAsync(
                $"/transcriptions?fileName={Uri.EscapeDataString(fileName)}&bot={Uri.EscapeDataString(bot)}", content, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw await FailureAsync(response, cancellationToken);

            return await response.Content.ReadFromJsonAsync(ContractsJson.Default.Transcription, cancellationToken) ?? new Transcription("");
        }
        catch (HttpRequestException exception)
        {
            // Either end may have failed. An exception of the file stream is wrapped.
            throw (Exception?)(exception.InnerException as FileException ?? exception.InnerException?.InnerException as FileException)
                ?? new TranscriptionException(FailureKind.Unavailable);
        }
    }

    // {"type":"urn:wisdomwave:problem:transcription-failed","status":429,"kind":"RateLimited"}
    private static async Task<Exception> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
            return new FileException(FileFailure.TooLarge);
        if (response.StatusCode == HttpStatusCode.NotImplemented)
            return new TranscriptionException(FailureKind.ModelNotFound);
        try
        {
            using var problem = await JsonDocument.ParseAsync(
                await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return new TranscriptionException(
                problem.RootElement.TryGetProperty("kind", out var kind) && Enum.TryParse<FailureKind>(kind.GetString(), out var known)
                    ? known
                    : FailureKind.Unavailable);
        }
        catch (JsonException)
        {
            return new TranscriptionException(FailureKind.Unavailable);
        }
    }
}

/// <summary>An expected failure to transcribe. <see cref="FailureKind.ModelNotFound"/> means that the provider offers no transcription.</summary>
internal sealed class TranscriptionException(FailureKind kind) : Exception($"The recording could not be transcribed: {kind}.")
{
    public FailureKind Kind { get; } = kind;
}
