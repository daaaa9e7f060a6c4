using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace WisdomWave.Completion.Models.Wire;

/// <summary>Answers the warm-up's call in place of a server, so that it costs nothing and needs no network.</summary>
internal sealed class WarmUpHandler : DelegatingHandler
{
    private const string Host = "warm-up.invalid";

    private const string Answer = """
        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"warm-up","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"warm-up","choices":[{"index":0,"delta":{"content":" there"},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"warm-up","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"warm-up","choices":[],"usage":{"prompt_tokens":2,"completion_tokens":2,"total_tokens":4}}

        data: [DONE]


        """;

    /// <summary>A host name that can never resolve (RFC 6761).</summary>
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
