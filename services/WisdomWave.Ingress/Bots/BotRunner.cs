using Microsoft.Extensions.Options;
using Telegram.Bot.Requests;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Bots;

/// <summary>One bot from its introduction to its end: what was left undelivered first, then new updates.</summary>
internal sealed partial class BotRunner(
    BotOptions options,
    IHttpClientFactory clients,
    IHttpMessageHandlerFactory handlers,
    DialogClient dialog,
    Deliveries deliveries,
    IOptions<DeliveryOptions> pacing,
    IOptions<WebhookOptions> webhooks,
    IngressMetrics metrics,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private static readonly TimeSpan LookAheadPatience = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger<BotRunner>();

    private readonly StartAnnouncement _announcement = new(dialog, time, loggers.CreateLogger<StartAnnouncement>());

    public long BotId { get; } = options.Id;

    public TelegramApi Api { get; } = new(options, BotApiClients.CreateFor(options, clients, handlers), metrics, time);

    /// <summary>Null where updates are fetched.</summary>
    public Webhook? Webhook { get; } = webhooks.Value.PublicUrl is { } publicUrl ? new(options, publicUrl) : null;

    public BotStatus Status { get; } = new(options, loggers.CreateLogger<BotStatus>());

    /// <summary>Ends when cancelled; never with an exception.</summary>
    /// <param name="stopping">Cancelled when what is on its way has had its time.</param>
    /// <param name="cancellationToken">Cancelled when no more updates are to be taken.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        for (var failures = 1; !cancellationToken.IsCancellationRequested; failures++)
        {
            try
            {
                var bot = await IntroduceAsync(cancellationToken);
                await ResumeAsync(bot, cancellationToken);
                await ReceiveAsync(bot, stopping, cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
            // The edge of the bot's loop: what has not been confirmed comes again.
            catch (Exception exception)
            {
                LogCrashed(exception, options.Name);
                Status.Fails(exception.GetType().Name);
                await Task.Delay(Backoff.After(failures), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<Bot> IntroduceAsync(CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            var (me, failure) = await Api.SendAsync(new GetMeRequest(), cancellationToken);
            if (failure is null)
            {
                LogIntroduced(options.Name, me!.Username ?? "", me.Id);
                return new Bot(options, new BotIdentity(me.Id, me.Username ?? ""), Api, new SendPacer(pacing.Value, time));
            }

            if (failure.Kind == TelegramFailureKind.Unauthorized)
            {
                Status.TokenIsRejected();
                await Task.Delay(Backoff.ForToken(failures), time, cancellationToken);
                continue;
            }

            Status.Fails(failure.Reason);
            await Task.Delay(failure.RetryAfter ?? Backoff.After(failures), time, cancellationToken);
        }
    }

    /// <summary>Before the first new update, so that answers come in the order of their questions.</summary>
    private async Task ResumeAsync(Bot bot, CancellationToken cancellationToken)
    {
        TurnRef[]? turns;
        for (var failures = 1; (turns = await UndeliveredAsync(bot.Identity.Id, cancellationToken)) is null; failures++)
            await Task.Delay(Backoff.ForDialog(failures), time, cancellationToken);
        if (turns.Length > 0)
        {
            LogResumes(options.Name, turns.Length);
            await LookAheadAsync(bot, cancellationToken);
        }

        foreach (var turn in turns)
            await deliveries.StartAsync(new TurnArrival(bot, turn) { ReceivedAt = time.GetTimestamp(), IsLeft = Webhook is not null, IsResumed = true });
    }

    /// <summary>Notes the ids of the messages that wait at Telegram, which confirms none of them: a message that was lost is none of these.</summary>
    private async Task LookAheadAsync(Bot bot, CancellationToken cancellationToken)
    {
        if (Webhook is not null)
            return;
        var request = new GetRawUpdatesRequest { Timeout = 0, AllowedUpdates = IncomingUpdate.Wanted };
        var (waiting, failure) = await Api.FetchAsync(request, LookAheadPatience, cancellationToken);
        // A failure shows again at the first poll.
        if (failure is not null)
            return;
        foreach (var update in waiting!.All)
        {
            if (IncomingUpdate.Read(update, bot.Identity, new AddressedBefore(), Api.Clock.Now).Seen is { } seen)
                bot.Numbers.Note(seen.ChatId, seen.MessageId);
        }
    }

    private Task<TurnRef[]?> UndeliveredAsync(long botId, CancellationToken cancellationToken) => Webhook is null
        ? dialog.UndeliveredAsync(botId, cancellationToken)
        : dialog.ClaimAsync(botId, deliveries.Of(botId), cancellationToken);

    private async Task ReceiveAsync(Bot bot, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var presses = new ButtonPresses(bot, dialog, new ChatAdmins(Api), deliveries, time, loggers.CreateLogger<ButtonPresses>());
        var menus = new CommandMenus(bot, dialog, time, loggers.CreateLogger<CommandMenus>());
        var settingMenus = menus.SetAsync(ended.Token);
        var announcing = _announcement.MakeAsync(bot, ended.Token);

        var name = new OwnName(bot, time, loggers.CreateLogger<OwnName>());
        var intake = new UpdateIntake(bot, dialog, deliveries, presses, name, Status, metrics, time, loggers.CreateLogger<UpdateIntake>());
        var keepingName = name.RunAsync(update => intake.TakeAsync([update], ended.Token), ended.Token);
        using var shared = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var sharing = Task.CompletedTask;
        try
        {
            if (Webhook is null)
            {
                await new UpdatePoller(Api, intake, name, Status, time, loggers.CreateLogger<UpdatePoller>()).RunAsync(cancellationToken);
                return;
            }

            sharing = new DeliverySharing(bot, dialog, deliveries, time, loggers.CreateLogger<DeliverySharing>()).RunAsync(ended.Token, shared.Token);
            Webhook.Open(intake, ended.Token);
            await new WebhookRegistration(Api, Webhook, name, Status, time).RunAsync(cancellationToken);
        }
        finally
        {
            Webhook?.Close();
            await ended.CancelAsync();
            await Task.WhenAll(settingMenus, announcing, keepingName, presses.WhenDoneAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested)
                await shared.CancelAsync();
            await sharing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Bot} is @{Username} ({BotId}).")]
    private partial void LogIntroduced(string bot, string username, long botId);

    [LoggerMessage(LogLevel.Information, "{Bot} goes on with {Count} replies that were not completely delivered.")]
    private partial void LogResumes(string bot, int count);

    [LoggerMessage(LogLevel.Critical, "{Bot} met an unexpected error and begins again.")]
    private partial void LogCrashed(Exception exception, string bot);
}
