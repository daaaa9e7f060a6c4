using System.Net;

namespace WisdomWave.Completion.Repairing;

/// <summary>Between the network and the OpenAI SDK: puts right what the SDK's readers would throw on. Errors pass as they are.</summary>
internal sealed class RepairHandler : DelegatingHandler
{
    /// <summary>Above every vector and every transcript.</summary>
    private const int MaxBody = 16 * 1024 * 1024;

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
        await response.Content.LoadIntoBufferAsync(MaxBody, cancellationToken);
        if (repair(await response.Content.ReadAsByteArrayAsync(cancellationToken)) is not { } repaired)
        {
            // Neither words nor vectors: as an error it is told like any other.
            response.StatusCode = HttpStatusCode.BadGateway;
            return;
        }

        response.Content = new ByteArrayContent(repaired) { Headers = { ContentType = new("application/json") } };
    }
}
