using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Telemetry;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.Ingress.Receiving;

/// <summary>The one path that is meant to be public.</summary>
internal static class WebhookApi
{
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    /// <summary>Bytes; above what is read as an update, so that what Telegram sends too long is skipped, not sent again and again.</summary>
    private const long LongestBody = 2 * 1024 * 1024;

    // Without it Telegram doubles the pause at each try.
    private const string RetryAfterSeconds = "1";

    public static void MapWebhooks(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Webhook.Path + "{botId:long}", ReceiveAsync).IsOpenToOthers();

    /// <summary>
    /// 200: dialog has it, or it is of no use. 503: it is to come again. 401 and 404: nothing of it was read. 413: too large.
    /// </summary>
    private static async Task ReceiveAsync(long botId, HttpContext context, BotFleet bots, IngressMetrics metrics)
    {
        // Bounds what the server reads of a body that nobody wants, too.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LongestBody;
        context.Response.StatusCode = bots.FindWebhook(botId) is not { } webhook ? StatusCodes.Status404NotFound
            : !webhook.Knows(context.Request.Headers[SecretHeader]) ? StatusCodes.Status401Unauthorized
            : await TakeAsync(webhook, context.Request, metrics);
        if (context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
    }

    private static async Task<int> TakeAsync(Webhook webhook, HttpRequest request, IngressMetrics metrics)
    {
        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            var update = RawUpdate.Read(body.GetBuffer().AsMemory(0, (int)body.Length));
            return await webhook.TryTakeAsync(update) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        }
        catch (JsonException)
        {
            // It would be the same the next time, and the chat's other updates wait behind it.
            metrics.UpdateReceived(UpdateKind.Malformed);
            return StatusCodes.Status200OK;
        }
        catch (BadHttpRequestException refused)
        {
            return refused.StatusCode;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Whoever hung up in the middle hears nothing of it.
            return StatusCodes.Status400BadRequest;
        }
    }
}
