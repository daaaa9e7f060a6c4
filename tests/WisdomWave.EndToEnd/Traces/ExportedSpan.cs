using System.Text;
using WisdomWave.Load.Outside;

namespace WisdomWave.EndToEnd.Traces;

/// <summary>A span as a service exported it. Ids are in hexadecimal; the parent of a first span is "".</summary>
internal sealed record ExportedSpan(string Service, string Name, string TraceId, string Id, string ParentId, bool IsFailed)
{
    /// <summary>The ids of the linked traces.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    // ExportTraceServiceRequest { resource_spans = 1 { resource = 1 { attributes = 1 }, scope_spans = 2 { spans = 2 } } }
    public static IReadOnlyList<ExportedSpan> ReadAll(ReadOnlySpan<byte> request)
    {
        var spans = new List<ExportedSpan>();
        for (var resources = new ProtobufFields(request); resources.Next();)
        {
            var service = "";
            for (var fields = new ProtobufFields(resources.Content); fields.Next();)
            {
                for (var part = new ProtobufFields(fields.Content); fields.Number is 1 or 2 && part.Next();)
                {
                    if (fields.Number == 1 && part.Number == 1 && Pair(part.Content) is ("service.name", var name))
                        service = name;
                    else if (fields.Number == 2 && part.Number == 2)
                        spans.Add(Read(service, part.Content));
                }
            }
        }

        return spans;
    }

    // Span { trace_id = 1, span_id = 2, parent_span_id = 4, name = 5, attributes = 9, links = 13 { trace_id = 1 }, status = 15 { code = 3 } }
    private static ExportedSpan Read(string service, ReadOnlySpan<byte> span)
    {
        var (name, traceId, id, parentId, isFailed) = ("", "", "", "", false);
        var links = new List<string>();
        var attributes = new Dictionary<string, string>();
        for (var fields = new ProtobufFields(span); fields.Next();)
        {
            switch (fields.Number)
            {
                case 1:
                    traceId = Convert.ToHexStringLower(fields.Content);
                    break;
                case 2:
                    id = Convert.ToHexStringLower(fields.Content);
                    break;
                case 4:
                    parentId = Convert.ToHexStringLower(fields.Content);
                    break;
                case 5:
                    name = Encoding.UTF8.GetString(fields.Content);
                    break;
                case 9:
                    var (key, value) = Pair(fields.Content);
                    attributes[key] = value;
                    break;
                case 13:
                    var link = new ProtobufFields(fields.Content);
                    link.Next();
                    links.Add(Convert.ToHexStringLower(link.Content));
                    break;
                case 15:
                    for (var status = new ProtobufFields(fields.Content); status.Next();)
                        isFailed |= status is { Number: 3, Value: 2 };
                    break;
            }
        }

        return new(service, name, traceId, id, parentId, isFailed) { Links = links, Attributes = attributes };
    }

    // KeyValue { key = 1, value = 2 { string_value = 1, bool_value = 2, int_value = 3 } }
    private static (string Key, string Value) Pair(ReadOnlySpan<byte> pair)
    {
        var (key, text) = ("", "");
        for (var fields = new ProtobufFields(pair); fields.Next();)
        {
            if (fields.Number == 1)
                key = Encoding.UTF8.GetString(fields.Content);
            for (var value = new ProtobufFields(fields.Content); fields.Number == 2 && value.Next();)
                text = value.Number switch { 1 => Encoding.UTF8.GetString(value.Content), 2 => value.Value == 1 ? "true" : "false", _ => $"{value.Value}" };
        }

        return (key, text);
    }
}
