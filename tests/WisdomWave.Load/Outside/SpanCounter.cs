using System.Collections.Concurrent;
using System.Text;

namespace WisdomWave.Load.Outside;

/// <summary>Receives OTLP/HTTP exports and counts the spans of each service.</summary>
internal sealed class SpanCounter
{
    private readonly ConcurrentDictionary<string, long> _spans = new();

    public Dictionary<string, long> Spans => new(_spans);

    public async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (context.Request.Path == "/v1/traces")
            Count(body.GetBuffer().AsSpan(0, (int)body.Length));
        context.Response.ContentType = "application/x-protobuf";
    }

    // ExportTraceServiceRequest { resource_spans = 1 { resource = 1 { attributes = 1 }, scope_spans = 2 { spans = 2 } } }
    private void Count(ReadOnlySpan<byte> request)
    {
        for (var resources = new ProtobufFields(request); resources.Next();)
        {
            if (resources.Number != 1)
                continue;
            var (service, spans) = ("?", 0L);
            for (var fields = new ProtobufFields(resources.Content); fields.Next();)
            {
                if (fields.Number == 1)
                    service = ServiceOf(fields.Content) ?? service;
                for (var scope = new ProtobufFields(fields.Content); fields.Number == 2 && scope.Next();)
                    spans += scope.Number == 2 ? 1 : 0;
            }

            _spans.AddOrUpdate(service, spans, (_, count) => count + spans);
        }
    }

    // KeyValue { key = 1, value = 2 { string_value = 1 } }
    private static string? ServiceOf(ReadOnlySpan<byte> resource)
    {
        for (var attributes = new ProtobufFields(resource); attributes.Next();)
        {
            var isName = false;
            for (var pair = new ProtobufFields(attributes.Content); pair.Next();)
            {
                isName |= pair.Number == 1 && pair.Content.SequenceEqual("service.name"u8);
                if (!isName || pair.Number != 2)
                    continue;
                var value = new ProtobufFields(pair.Content);
                return value.Next() ? Encoding.UTF8.GetString(value.Content) : null;
            }
        }

        return null;
    }
}
