using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Telemetry;
using WisdomWave.ServiceDefaults.Access;
using WisdomWave.ServiceDefaults.OpenApi;

namespace WisdomWave.Ingress.Receiving;

/// <summary>The only endpoint meant to be public.</summary>
internal static class WebhookEndpoints
{
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    /// <summary>Bytes. Larger than any readable update, so that an oversized one is skipped instead of being sent again and again.</summary>
    private const long LongestBody = 2 * 1024 * 1024;

    // Without this header Telegram doubles the delay with each attempt.
    private const string RetryAfterSeconds = "1";

    public static void MapWebhooks(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Webhook.Path + "{botId:long}", ReceiveAsync).IsOpenToOthers()
            .Describe("ReceiveUpdate", "Takes an update from Telegram, which authenticates itself with its secret token.")
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status401Unauthorized)
            .Produces(StatusCodes.Status404NotFound)
            .Produces(StatusCodes.Status413PayloadTooLarge)
            .Produces(StatusCodes.Status503ServiceUnavailable);

    /// <summary>200: stored by dialog, or ignored. 503: send it again. 401 and 404: rejected unread. 413: too large.</summary>
    private static async Task ReceiveAsync(long botId, HttpContext context, BotFleet bots, IngressMetrics metrics)
    {
        // Also limits how much of a rejected body the server reads.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = LongestBody;
        context.Response.StatusCode = bots.FindWebhook(botId) is not { } webhook ? StatusCodes.Status404NotFound
            : !webhook.IsSecret(context.Request.Headers[SecretHeader]) ? StatusCodes.Status401Unauthorized
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
            // It would be just as malformed next time, and would block the chat's other updates.
            metrics.UpdateReceived(webhook.BotName, UpdateKind.Malformed);
            return StatusCodes.Status200OK;
        }
        catch (BadHttpRequestException refused)
        {
            return refused.StatusCode;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // The sender disconnected and does not see this status.
            return StatusCodes.Status400BadRequest;
        }
    }
}
