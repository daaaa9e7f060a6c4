using System.Text.RegularExpressions;
using WisdomWave.Playground.BotApi.Wire;
using WisdomWave.ServiceDefaults.Access;

namespace WisdomWave.Playground.BotApi.Updates;

/// <summary>The methods with which a bot receives updates: long polling and webhooks.</summary>
internal sealed partial class UpdateMethods(WebhookClient http, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(50);

    public static async ValueTask<BotReply> GetUpdatesAsync(BotCall call)
    {
        var limit = (int)(call.Parameters.Number("limit") ?? 100);
        var timeout = TimeSpan.FromSeconds(Math.Max(0, call.Parameters.Number("timeout") ?? 0));
        if (!call.Parameters.TryObject("allowed_updates", WireJson.Default.StringArray, out var allowed))
            return BotReply.BadRequest("can't parse allowed updates list");
        call.Bot.Updates.Allow(allowed);

        var batch = await call.Bot.Updates.GetAsync(
            (int)(call.Parameters.Number("offset") ?? 0),
            limit is < 1 or > 100 ? 100 : limit,
            timeout < LongestPoll ? timeout : LongestPoll,
            call.CancellationToken);
        return batch switch
        {
            null => BotReply.Conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"),
            { Terminated: true } => BotReply.Conflict("terminated by other getUpdates request; make sure that only one bot instance is running"),
            _ => BotReply.Done(batch.Updates),
        };
    }

    public async ValueTask<BotReply> SetWebhookAsync(BotCall call)
    {
        var address = call.Parameters.Text("url");
        if (string.IsNullOrEmpty(address))
            return await DeleteWebhookAsync(call);

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || !WebhookAddress.HasAllowedScheme(url))
            return BotReply.BadRequest("bad webhook: An HTTPS URL must be provided for webhook");
        var secret = call.Parameters.Text("secret_token");
        if (secret is not null && !Secret().IsMatch(secret))
            return BotReply.BadRequest("secret token contains unallowed characters");
        if (!call.Parameters.TryObject("allowed_updates", WireJson.Default.StringArray, out var allowed))
            return BotReply.BadRequest("can't parse allowed updates list");

        await StopWebhookAsync(call);
        call.Bot.Updates.Allow(allowed);
        call.Bot.Updates.SetWebhook(set: true, call.Parameters.Flag("drop_pending_updates"));
        var connections = (int)Math.Clamp(call.Parameters.Number("max_connections") ?? 40, 1, 100);
        call.Bot.Webhook = new WebhookDelivery(url, secret, connections, call.Bot.Updates, http.Client, time, lifetime.ApplicationStopping);
        return BotReply.True;
    }

    public static async ValueTask<BotReply> DeleteWebhookAsync(BotCall call)
    {
        await StopWebhookAsync(call);
        call.Bot.Updates.SetWebhook(set: false, call.Parameters.Flag("drop_pending_updates"));
        return BotReply.True;
    }

    public static BotReply GetWebhookInfo(BotCall call)
    {
        var webhook = call.Bot.Webhook;
        return BotReply.Done(new WebhookInfo
        {
            Url = webhook?.Url.ToString() ?? "",
            PendingUpdateCount = call.Bot.Updates.Count,
            MaxConnections = webhook?.MaxConnections,
            LastErrorDate = webhook?.LastFailure?.At.ToUnixTimeSeconds(),
            LastErrorMessage = webhook?.LastFailure?.Message,
            AllowedUpdates = call.Bot.Updates.Allowed,
        }, WireJson.Default.WebhookInfo);
    }

    private static async ValueTask StopWebhookAsync(BotCall call)
    {
        if (call.Bot.Webhook is not { } webhook)
            return;
        call.Bot.Webhook = null;
        await webhook.DisposeAsync();
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,256}$")]
    private static partial Regex Secret();
}
