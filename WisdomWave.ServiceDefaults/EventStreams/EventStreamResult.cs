using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WisdomWave.ServiceDefaults.Stopping;

namespace WisdomWave.ServiceDefaults.EventStreams;

/// <summary>
/// Writes server-sent events. Unlike <c>TypedResults.ServerSentEvents</c>, it writes JSON directly into the response buffer, flushes once
/// for all events that are ready at the same time, and ends without an error when the client disconnects or the service aborts its work.
/// </summary>
/// <param name="events">Enumerated once; its token is cancelled when the client disconnects or the service aborts.</param>
/// <param name="type">The JSON contract of an event.</param>
/// <param name="nameOf">Returns the name of an event; letters only.</param>
public sealed class EventStreamResult<T>(IAsyncEnumerable<T> events, JsonTypeInfo<T> type, Func<T, string> nameOf)
    : IResult, IEndpointMetadataProvider
{
    private const string ContentType = "text/event-stream";

    /// <summary>For the service's OpenAPI document.</summary>
    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [ContentType]));

    /// <summary>Whether a stopping service waits, until its timeout, for this stream to end.</summary>
    public bool DelaysStop { get; init; }

    private const int MaxUnflushedBytes = 16 * 1024;

    // The output is never embedded in HTML, so letters need no escapes: a Cyrillic one takes 2 bytes instead of 6.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // Fake services in tests do not register it.
        var stop = httpContext.RequestServices.GetService<GracefulStop>();
        if (stop is { Stopping.IsCancellationRequested: true })
        {
            await StoppingRoutes.Problem.ExecuteAsync(httpContext);
            return;
        }

        using var underWay = DelaysStop ? stop?.TryBegin() : null;
        var aborted = stop?.Aborted ?? httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, aborted);

        httpContext.Response.ContentType = ContentType;
        httpContext.Response.Headers.CacheControl = "no-cache,no-store";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await WriteAsync(httpContext.Response.BodyWriter, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader recognizes an aborted stream by its missing last event.
        }
    }

    private async Task WriteAsync(PipeWriter body, CancellationToken cancellationToken)
    {
        using var json = new Utf8JsonWriter(body, Writing);
        await using var source = events.GetAsyncEnumerator(cancellationToken);
        // The headers, which tell the client that its request was accepted: alone, unless the first event is ready.
        var unflushed = true;
        while (true)
        {
            var next = source.MoveNextAsync();
            if (unflushed && (!next.IsCompleted || body.UnflushedBytes > MaxUnflushedBytes))
            {
                await body.FlushAsync(cancellationToken);
                unflushed = false;
            }

            if (!await next)
                break;
            Write(source.Current, body, json);
            unflushed = true;
        }

        // The server sends the last events together with the end of the response. A client that stops reading at the last event then has the
        // end too, and can use its connection again.
    }

    // event: delta
    // data: {"type":"delta","text":"Hel"}
    private void Write(T item, IBufferWriter<byte> body, Utf8JsonWriter json)
    {
        body.Write("event: "u8);
        Encoding.ASCII.GetBytes(nameOf(item), body);
        body.Write("\ndata: "u8);
        JsonSerializer.Serialize(json, item, type);
        json.Flush();
        json.Reset();
        body.Write("\n\n"u8);
    }
}
