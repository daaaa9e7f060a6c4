using System.Net;
using System.Net.Http.Headers;
using System.Text;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.WarmingUp;

/// <summary>Answers the rehearsal in the place of a server, so that it neither costs anything nor needs a network.</summary>
internal sealed class RehearsalHandler : DelegatingHandler
{
    private const string Host = "rehearsal.invalid";

    private const string Answer = """
        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"rehearsal","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"rehearsal","choices":[{"index":0,"delta":{"content":" there"},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"rehearsal","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"rehearsal","choices":[],"usage":{"prompt_tokens":2,"completion_tokens":2,"total_tokens":4}}

        data: [DONE]


        """;

    /// <summary>No server has this name (RFC 6761).</summary>
    public static ProviderOptions Server { get; } = new() { BaseUrl = $"http://{Host}/v1" };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri?.Host != Host)
            return base.SendAsync(request, cancellationToken);

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Answer));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/event-stream");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }
}
