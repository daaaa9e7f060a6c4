using System.Net;
using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Fetches files that people sent from ingress, the only service that talks to Telegram.</summary>
internal sealed class FilesClient(HttpClient http, IOptions<AttachmentOptions> options, TimeProvider time)
{
    private const int Tries = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(15);

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

    /// <summary>Waits for what is away for a moment.</summary>
    private async Task<HttpResponseMessage> OpenAsync(long botId, string fileId, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var pause = Pause;
            try
            {
                var response = await http.GetAsync(
                    $"/bots/{botId}/files/{Uri.EscapeDataString(fileId)}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return response;

                pause = response.Headers.RetryAfter?.Delta ?? Pause;
                using (response)
                    ThrowUnlessItMayHelpToWait(response);
            }
            catch (HttpRequestException)
            {
                // ingress is away.
            }

            if (tries == Tries || pause > LongestPause)
                throw new FileException(FileFailure.Away);
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private static void ThrowUnlessItMayHelpToWait(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
            throw new FileException(FileFailure.TooLarge);
        if ((int)response.StatusCode is >= 400 and < 500 and not 429)
            throw new FileException(FileFailure.Gone);
    }
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
