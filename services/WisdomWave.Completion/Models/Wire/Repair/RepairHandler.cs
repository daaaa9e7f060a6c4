using System.Net;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>Repairs responses that the OpenAI SDK could not read. Error responses pass unchanged.</summary>
internal sealed class RepairHandler : DelegatingHandler
{
    /// <summary>Larger than any embedding or transcription.</summary>
    private const int MaxBodyLength = 16 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode || request.Method != HttpMethod.Post)
            return response;

        var path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/chat/completions", StringComparison.Ordinal))
            await ReplaceAsync(response, stream => new RepairingStream(stream, IsEventStream(response)), cancellationToken);
        else if (path.EndsWith("/audio/transcriptions", StringComparison.Ordinal))
            await RepairAsync(response, BodyRepair.Transcription, cancellationToken);
        else if (path.EndsWith("/embeddings", StringComparison.Ordinal))
            await RepairAsync(response, BodyRepair.Embeddings, cancellationToken);
        return response;
    }

    private static bool IsEventStream(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "text/event-stream";

    private static async Task ReplaceAsync(HttpResponseMessage response, Func<Stream, Stream> repaired, CancellationToken cancellationToken)
    {
        var stream = new StreamContent(repaired(await response.Content.ReadAsStreamAsync(cancellationToken)));
        stream.Headers.ContentType = new("text/event-stream");
        response.Content = stream;
    }

    private static async Task RepairAsync(HttpResponseMessage response, Func<byte[], byte[]?> repair, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(MaxBodyLength, cancellationToken);
        if (repair(await response.Content.ReadAsByteArrayAsync(cancellationToken)) is not { } repaired)
        {
            // Neither a text nor vectors: an error status makes it a failure of the provider like any other.
            response.StatusCode = HttpStatusCode.BadGateway;
            return;
        }

        response.Content = new ByteArrayContent(repaired) { Headers = { ContentType = new("application/json") } };
    }
}
