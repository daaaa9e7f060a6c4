using System.Text.Json;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Playground.BotApi.Files;
using WisdomWave.Playground.Chats;
using WisdomWave.Playground.Faults;

namespace WisdomWave.Playground.BotApi;

/// <summary>The playground's Bot API: <c>/bot{token}/{method}</c> and <c>/file/bot{token}/{path}</c>.</summary>
internal sealed class BotApiEndpoints(World world, BotMethods methods, FileStore files, InjectedFaults faults, CallLog callLog, PlaygroundSettings settings, PlaygroundOptions options, TimeProvider time)
{
    private static BotReply Unauthorized { get; } = BotReply.Error(StatusCodes.Status401Unauthorized, "Unauthorized");

    private static BotReply NotFound { get; } = BotReply.Error(StatusCodes.Status404NotFound, "Not Found");

    public async Task CallAsync(HttpContext context, string token, string method)
    {
        var cancellationToken = context.RequestAborted;
        if (!TryBotId(token, out var botId))
        {
            await WriteAsync(context, Unauthorized);
            return;
        }

        if (!methods.TryFind(method, out var handle))
        {
            await WriteAsync(context, NotFound);
            return;
        }

        CallParameters parameters;
        try
        {
            parameters = await CallParameters.ReadAsync(context.Request, cancellationToken);
        }
        catch (JsonException)
        {
            await WriteAsync(context, BotReply.BadRequest("can't parse request body as JSON object"));
            return;
        }

        using (parameters)
        {
            var call = new BotCall(world.BotById(botId), parameters, cancellationToken);
            var fault = faults.Next(method, botId, parameters.Number("chat_id"));
            if (fault?.DelayMs > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), time, cancellationToken);

            var reply = fault?.Kind switch
            {
                BotFaultKind.Answer => Answer(fault),
                BotFaultKind.Cut or BotFaultKind.Hang => null,
                _ => Limit(call, method) ?? await handle!(call),
            };
            callLog.Add(Record(call, method, reply, fault));

            if (fault?.Kind is BotFaultKind.Hang or BotFaultKind.HangAfter)
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (fault?.Kind is BotFaultKind.Cut or BotFaultKind.CutAfter or BotFaultKind.Hang or BotFaultKind.HangAfter)
                context.Abort();
            else
                await WriteAsync(context, reply!);
        }
    }

    public async Task DownloadAsync(HttpContext context, string token, string path)
    {
        if (!TryBotId(token, out var botId))
        {
            await WriteAsync(context, Unauthorized);
            return;
        }

        var fault = faults.Next("file", botId, chatId: null);
        if (fault?.Kind == BotFaultKind.Answer)
        {
            await WriteAsync(context, Answer(fault));
            return;
        }

        if (fault?.Kind == BotFaultKind.Cut)
        {
            context.Abort();
            return;
        }

        if (!string.IsNullOrEmpty(options.FilesDirectory) || !files.TryFindByPath(path, out var file))
        {
            await WriteAsync(context, NotFound);
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = file.Bytes.Length;
        var sent = fault?.Kind == BotFaultKind.CutAfter ? file.Bytes[..(file.Bytes.Length / 2)] : file.Bytes;
        // After half of a file that should break off, the server closes the connection by itself.
        await context.Response.Body.WriteAsync(sent, context.RequestAborted);
    }

    private BotReply? Limit(BotCall call, string method) =>
        settings.FloodLimits && BotMethods.CountsAgainstLimits(method) && call.Parameters.Number("chat_id") is { } chatId
        && call.Bot.Flood.Pass(chatId) is { } seconds
            ? BotReply.TooManyRequests(seconds)
            : null;

    private static BotReply Answer(BotFault fault) => fault.Status switch
    {
        429 when fault.Description is null => BotReply.TooManyRequests(fault.RetryAfter ?? 1),
        var status => BotReply.Error(
            status,
            fault.Description ?? status switch
            {
                400 => "Bad Request: can't parse entities: injected by the playground",
                401 => "Unauthorized",
                403 => "Forbidden: bot was blocked by the user",
                404 => "Not Found",
                502 => "Bad Gateway",
                _ => "Internal Server Error",
            },
            fault.RetryAfter is { } seconds ? new() { RetryAfter = seconds } : null),
    };

    private BotCallRecord Record(BotCall call, string method, BotReply? reply, BotFault? fault) => new()
    {
        At = time.GetUtcNow(),
        BotId = call.Bot.Me.Id,
        Method = method,
        ChatId = call.Parameters.Number("chat_id"),
        MessageThreadId = reply?.Message?.MessageThreadId ?? (int?)call.Parameters.Number("message_thread_id"),
        MessageId = reply?.Message?.MessageId ?? (int?)call.Parameters.Number("message_id"),
        DraftId = call.Parameters.Number("draft_id"),
        ReplyTo = reply?.Message?.ReplyToMessage?.MessageId,
        Text = call.Parameters.Text("text") ?? call.Parameters.Text("caption"),
        Status = reply?.Status ?? 0,
        Description = reply?.Description,
        Fault = fault?.Kind,
    };

    private static async Task WriteAsync(HttpContext context, BotReply reply)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        reply.Write(context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static bool TryBotId(string token, out long botId)
    {
        botId = BotToken.IdOf(token) ?? 0;
        return botId > 0;
    }
}

internal static class BotApiRoutes
{
    public static void MapBotApi(this IEndpointRouteBuilder app, IServiceProvider services)
    {
        var api = services.GetRequiredService<BotApiEndpoints>();
        app.Map("/bot{token}/{method}", (HttpContext context, string token, string method) => api.CallAsync(context, token, method));
        app.MapGet("/file/bot{token}/{**path}", (HttpContext context, string token, string path) => api.DownloadAsync(context, token, path));
    }
}
