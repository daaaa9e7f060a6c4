using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WisdomWave.ServiceDefaults.EventStreams;

/// <summary>Reads what <c>TypedResults.ServerSentEvents</c> writes.</summary>
public static class EventStreamReading
{
    /// <summary>The events as they come; the sequence ends when the sender closes the stream, whether it was done or not.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="JsonException">An event was not what <paramref name="type"/> describes.</exception>
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
            // A comment or an empty event only keeps the connection alive.
            if (item.Data is not null)
                yield return item.Data;
        }
    }
}
