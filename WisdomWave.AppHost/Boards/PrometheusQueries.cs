using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WisdomWave.AppHost.Boards;

/// <summary>Passes the page's queries on to Prometheus: only these paths, and only reading.</summary>
/// <param name="address">Null if this machine has no Prometheus; returns null if its address is not known yet.</param>
internal sealed class PrometheusQueries(Func<Uri?>? address)
{
    public const string Missing =
        "Prometheus, which records the metrics, is not installed: install it (Debian and Ubuntu: apt-get install prometheus; macOS: brew install prometheus) or start Docker, and start WisdomWave again.";

    public const string Unreachable = "Prometheus does not answer: look at its state and its log in the dashboard.";

    // No proxy, because Prometheus is on loopback.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    public async Task AnswerAsync(HttpContext context, string path)
    {
        if (address is null)
        {
            await RefuseAsync(context, Missing);
            return;
        }

        try
        {
            var prometheus = address() ?? throw new HttpRequestException("Prometheus has no address yet.");
            using var response = await Http.GetAsync(new Uri(prometheus, path + context.Request.QueryString), HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await RefuseAsync(context, Unreachable);
        }
    }

    private static Task RefuseAsync(HttpContext context, string sentence)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(sentence, context.RequestAborted);
    }
}

internal static class PrometheusQueriesEndpoints
{
    private static readonly string[] Paths = ["/api/v1/query", "/api/v1/query_range", "/api/v1/label/{label}/values"];

    public static void MapPrometheusQueries(this IEndpointRouteBuilder app, PrometheusQueries prometheus)
    {
        const string prefix = $"{BoardPages.Path}/prometheus";
        foreach (var path in Paths)
            app.MapGet(prefix + path, context => AnswerAsync(context, context.Request.Path.Value![prefix.Length..]));

        Task AnswerAsync(HttpContext context, string path)
        {
            // Otherwise "..\..\status" as a label would lead to other paths of Prometheus.
            if (context.Request.RouteValues["label"] is string label && !label.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return prometheus.AnswerAsync(context, path);
        }
    }
}
