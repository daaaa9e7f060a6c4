using System.Net;
using Microsoft.Extensions.Options;

namespace WisdomWave.Dialog.Attachments;

/// <summary>Gets what people have sent from ingress, which alone knows Telegram.</summary>
internal sealed class FilesClient(HttpClient http, IOptions<AttachmentOptions> options, TimeProvider time)
{
    private const int Tries = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Hands the file's bytes to <paramref name="use"/> as they come.</summary>
    /// <param name="botId">Whom it was sent to.</param>
    /// <param name="fileId">Telegram's name of it.</param>
    /// <param name="limit">For all of it.</param>
    /// <param name="use">Its token ends with the limit.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="FileException">It cannot be had.</exception>
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
            // It broke off on the way.
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
