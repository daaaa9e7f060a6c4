using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WisdomWave.ServiceDefaults.EventStreams;

/// <summary>Reads server-sent events.</summary>
public static class EventStreamReading
{
    /// <summary>Yields events as they arrive. The sequence ends when the sender closes the stream, even if the sender was not finished.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="JsonException">An event does not match <paramref name="type"/>.</exception>
    public static async IAsyncEnumerable<T> ReadEventsAsync<T>(
        this HttpContent content,
        JsonTypeInfo<T> type,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize(data, type));
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
        {
            // Comments and empty events only keep the connection alive.
            if (item.Data is not null)
                yield return item.Data;
        }
    }
}
