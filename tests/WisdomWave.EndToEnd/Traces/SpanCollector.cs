using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WisdomWave.EndToEnd.Traces;

/// <summary>Receives the spans that the services export over OTLP.</summary>
internal sealed class SpanCollector : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ExportedSpan> _spans = [];
    private readonly StringBuilder _bytes = new();
    private readonly WebApplication _app;

    private SpanCollector(WebApplication app) => _app = app;

    /// <summary>What a service needs to export to it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.First(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };

    public IReadOnlyList<ExportedSpan> All
    {
        get
        {
            lock (_gate)
                return [.. _spans];
        }
    }

    /// <summary>All that was received, including logs and metrics. Protobuf does not encode strings, so that a test can search for them.</summary>
    public string Bytes
    {
        get
        {
            lock (_gate)
                return _bytes.ToString();
        }
    }

    public static async Task<SpanCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = new SpanCollector(builder.Build());
        collector._app.MapPost("/v1/{signal}", collector.ReceiveAsync);
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>The spans of a trace.</summary>
    public IReadOnlyList<ExportedSpan> Of(string traceId) => [.. All.Where(span => span.TraceId == traceId)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(string signal, HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        lock (_gate)
        {
            _bytes.Append(Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length)));
            if (signal == "traces")
                _spans.AddRange(ExportedSpan.ReadAll(body.GetBuffer().AsSpan(0, (int)body.Length)));
        }
    }
}
