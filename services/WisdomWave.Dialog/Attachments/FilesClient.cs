using System.Net;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Fetches files that people sent from ingress, the only service that talks to Telegram.</summary>
internal sealed class FilesClient(HttpClient http, IOptions<AttachmentOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Four tries. Between two of them it waits as long as ingress asks for, or 1 s.</summary>
    private readonly ResiliencePipeline<HttpResponseMessage> _retries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = tried => ValueTask.FromResult(
                tried.Outcome.Exception is HttpRequestException || (tried.Outcome.Result is { } response && IsAway(response) && PauseAfter(response) <= LongestPause)),
            MaxRetryAttempts = 3,
            DelayGenerator = tried => ValueTask.FromResult<TimeSpan?>(PauseAfter(tried.Outcome.Result)),
        })
        .Build();

    /// <summary>
    /// Streams the file to <paramref name="use"/>. <paramref name="limit"/> covers fetching and using the file, and cancels the token that
    /// <paramref name="use"/> gets.
    /// </summary>
    /// <exception cref="FileException">The file cannot be fetched.</exception>
    public async Task<T> UseAsync<T>(
        long botId, string fileId, TimeSpan limit, Func<Stream, CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var response = await OpenAsync(botId, fileId, either.Token);
            await using var content = await response.Content.ReadAsStreamAsync(either.Token);
            return await use(new BoundedStream(content, options.Value.MaxBytes), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FileException(FileFailure.Away);
        }
        catch (IOException)
        {
            // The connection broke while the file was being read.
            throw new FileException(FileFailure.Away);
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(long botId, string fileId, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _retries.ExecuteAsync(
                async token => await http.GetAsync($"/bots/{botId}/files/{Uri.EscapeDataString(fileId)}", HttpCompletionOption.ResponseHeadersRead, token),
                cancellationToken);
        }
        catch (HttpRequestException)
        {
            throw new FileException(FileFailure.Away);
        }

        if (response.IsSuccessStatusCode)
            return response;

        using (response)
        {
            throw new FileException(
                IsAway(response) ? FileFailure.Away
                : response.StatusCode == HttpStatusCode.RequestEntityTooLarge ? FileFailure.TooLarge
                : FileFailure.Gone);
        }
    }

    private static bool IsAway(HttpResponseMessage response) => !response.IsSuccessStatusCode && (int)response.StatusCode is < 400 or >= 500 or 429;

    private static TimeSpan PauseAfter(HttpResponseMessage? response) => response?.Headers.RetryAfter?.Delta ?? Pause;
}

/// <summary>Why a file could not be fetched.</summary>
internal enum FileFailure
{
    /// <summary>Telegram does not have the file (anymore).</summary>
    Gone,

    TooLarge,

    /// <summary>Telegram or ingress cannot be reached.</summary>
    Away,
}

/// <summary>An expected failure to fetch a file.</summary>
internal sealed class FileException(FileFailure failure) : Exception($"The file could not be fetched: {failure}.")
{
    public FileFailure Failure { get; } = failure;
}
