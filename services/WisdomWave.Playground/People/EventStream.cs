using System.Buffers;
using System.Text.Json;

namespace WisdomWave.Playground.People;

/// <summary><c>GET /api/events</c>: the events as server-sent events.</summary>
internal static class EventStream
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(HttpContext context, EventHub hub, TimeProvider time, long? chat = null)
    {
        var cancellationToken = context.RequestAborted;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        using var subscription = hub.Subscribe(chat);
        var events = subscription.Events.Reader;
        var hello = JsonSerializer.SerializeToUtf8Bytes(new PersonEvent { Type = "hello", Instance = hub.Instance }, PeopleJson.Default.PersonEvent);
        try
        {
            await SendAsync(context.Response, hello, cancellationToken);
            while (true)
            {
                var more = events.WaitToReadAsync(cancellationToken).AsTask();
                while (!more.IsCompleted)
                {
                    await Task.WhenAny(more, Task.Delay(Heartbeat, time, cancellationToken));
                    if (!more.IsCompleted)
                        await context.Response.WriteAsync(": still here\n\n", cancellationToken);
                }

                if (!await more)
                    return;
                while (events.TryRead(out var json))
                    await SendAsync(context.Response, json, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client has disconnected.
        }
    }

    private static async Task SendAsync(HttpResponse response, byte[] json, CancellationToken cancellationToken)
    {
        var output = response.BodyWriter;
        output.Write("data: "u8);
        output.Write(json);
        output.Write("\n\n"u8);
        await output.FlushAsync(cancellationToken);
    }
}
