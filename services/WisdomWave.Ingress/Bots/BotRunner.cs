using Microsoft.Extensions.Options;
using Telegram.Bot.Requests;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Addressing;
using WisdomWave.Ingress.Bots.Leases;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Receiving;
using WisdomWave.Ingress.Telemetry;

namespace WisdomWave.Ingress.Bots;

/// <summary>Runs one bot: identifies it, resumes undelivered replies, then receives updates.</summary>
internal sealed partial class BotRunner(
    BotOptions options,
    IHttpClientFactory clients,
    IHttpMessageHandlerFactory handlers,
    DialogClient dialog,
    Deliveries deliveries,
    IOptions<DeliveryOptions> pacing,
    IOptions<WebhookOptions> webhooks,
    IOptions<PressOptions> pressing,
    IBotOwnership ownership,
    ReplicaIdentity replica,
    IngressMetrics metrics,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private static readonly TimeSpan NoteWaitingTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long after the lease has ended the updates that this process has may take. Then they are left to the next holder.</summary>
    private static readonly TimeSpan LastUpdates = TimeSpan.FromSeconds(5);

    /// <summary>A bot that comes to this process later than this has not started, it has moved.</summary>
    private static readonly TimeSpan StartWindow = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = loggers.CreateLogger<BotRunner>();

    private readonly StartAnnouncement _announcement = new(dialog, time, loggers.CreateLogger<StartAnnouncement>());

    public long BotId { get; } = options.Id;

    public TelegramApi Api { get; } = new(options, BotApiClients.CreateFor(options, clients, handlers), metrics, time);

    /// <summary>Null for a bot that uses long polling.</summary>
    public Webhook? Webhook { get; } = webhooks.Value.PublicUrl is { } publicUrl ? new(options, publicUrl) : null;

    /// <summary>Null until Telegram has told who the bot is.</summary>
    public Bot? Introduced { get; private set; }

    public BotStatus Status { get; } = new(options, loggers.CreateLogger<BotStatus>());

    private volatile Bot? _receiving;

    /// <summary>Kept when the bot moves to another process and back: its replies in progress share its pace and its message ids.</summary>
    private Bot? _bot;

    private bool _hasMoved;

    /// <summary>The running bot; null while this process does not receive its updates.</summary>
    public Bot? Receiving => _receiving;

    /// <summary>Runs until cancelled; never throws.</summary>
    /// <param name="cancellationToken">Cancelled when no more updates must be taken.</param>
    public async Task RunBotAsync(CancellationToken cancellationToken)
    {
        metrics.BotAdded(options.Name);
        var started = time.GetTimestamp();
        for (var failures = 1; !cancellationToken.IsCancellationRequested;)
        {
            try
            {
                var waiting = ownership.WaitAsync(BotId, cancellationToken);
                var isShared = !waiting.IsCompleted;
                if (isShared)
                    Status.SetStandby();
                await using var lease = await waiting;
                _hasMoved = isShared && time.GetElapsedTime(started) > StartWindow;
                Status.EndStandby();
                await HoldAsync(lease, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
            // The outermost loop of the bot: updates that were not confirmed are sent again by Telegram.
            catch (Exception exception)
            {
                LogCrashed(exception, options.Name);
                Status.SetFailing(exception.GetType().Name);
                await Task.Delay(Backoff.After(failures++), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Receives updates until the lease ends, and returns when no request for updates is in progress any more.</summary>
    private async Task HoldAsync(BotLease lease, CancellationToken cancellationToken)
    {
        using var holding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Ended);
        using var taking = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stopping = cancellationToken.Register(taking.Cancel);
        await using var ending = lease.Ended.Register(() => taking.CancelAfter(LastUpdates));
        try
        {
            var bot = Introduced = await IntroduceAsync(holding.Token);
            await ResumeAsync(bot, holding.Token);
            _receiving = bot;
            await ReceiveAsync(bot, holding.Token, taking.Token);
        }
        catch (OperationCanceledException) when (holding.IsCancellationRequested)
        {
        }
        finally
        {
            _receiving = null;
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
                _bot ??= new Bot(options, new BotIdentity(me.Id, me.Username ?? ""), Api, new SendPacer(pacing.Value, time));
                _bot.Rename(me.Username ?? "");
                return _bot;
            }

            if (failure.Kind == TelegramFailureKind.Unauthorized)
            {
                Status.SetTokenRejected();
                await Task.Delay(Backoff.ForToken(failures), time, cancellationToken);
                continue;
            }

            Status.SetFailing(failure.Reason);
            await Task.Delay(failure.RetryAfter ?? Backoff.After(failures), time, cancellationToken);
        }
    }

    /// <summary>Resumes undelivered replies before the first new update, so that answers keep the order of their questions.</summary>
    private async Task ResumeAsync(Bot bot, CancellationToken cancellationToken)
    {
        var turns = await Retry.UntilAnsweredAsync(
            () => UndeliveredAsync(bot.Identity.Id, cancellationToken), Backoff.ForDialog, time, cancellationToken);
        if (turns.Length > 0)
        {
            LogResumes(options.Name, turns.Length);
            await NoteWaitingMessagesAsync(bot, cancellationToken);
        }

        foreach (var turn in turns)
            await deliveries.StartAsync(new TurnArrival(bot, turn) { ReceivedAt = time.GetTimestamp(), IsTakenOver = replica.IsShared, IsResumed = true });
    }

    /// <summary>
    /// Notes the ids of messages that wait at Telegram without confirming them. A lost message cannot have any of these ids.
    /// </summary>
    private async Task NoteWaitingMessagesAsync(Bot bot, CancellationToken cancellationToken)
    {
        if (Webhook is not null)
            return;
        var request = new GetRawUpdatesRequest { Timeout = 0, AllowedUpdates = IncomingUpdate.AllowedTypes };
        var (waiting, failure) = await Api.FetchAsync(request, NoteWaitingTimeout, cancellationToken);
        // A lasting failure shows up again at the first poll.
        if (failure is not null)
            return;
        foreach (var update in waiting!.All)
        {
            if (IncomingUpdate.Read(update, bot.Identity, new RecentlyAddressed(), Api.Clock.Now).Seen is { } seen)
                bot.Numbers.Note(seen.ChatId, seen.MessageId);
        }
    }

    private Task<TurnRef[]?> UndeliveredAsync(long botId, CancellationToken cancellationToken) => replica.IsShared
        ? dialog.ClaimAsync(botId, deliveries.TurnsOf(botId), cancellationToken)
        : dialog.UndeliveredAsync(botId, cancellationToken);

    /// <param name="bot">The bot.</param>
    /// <param name="receiving">Cancelled when this process must make no further request for updates.</param>
    /// <param name="cancellationToken">Also cancels the updates that have been received.</param>
    private async Task ReceiveAsync(Bot bot, CancellationToken receiving, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(receiving);
        var (admins, asking) = (new ChatAdmins(Api), ended.Token);
        var rights = new MemberRights((chat, user) => admins.IsAdminAsync(chat, user, asking), pressing.Value, time);
        var presses = new ButtonPresses(bot, dialog, rights, deliveries, time, loggers.CreateLogger<ButtonPresses>());
        var menus = new CommandMenus(bot, dialog, time, loggers.CreateLogger<CommandMenus>());
        // The previous holder has done both.
        var settingMenus = _hasMoved ? Task.CompletedTask : menus.SetAsync(ended.Token);
        var announcing = _hasMoved ? Task.CompletedTask : _announcement.AnnounceAsync(bot, ended.Token);

        var name = new UsernameWatcher(bot, time, loggers.CreateLogger<UsernameWatcher>());
        var intake = new UpdateIntake(bot, dialog, deliveries, presses, name, Status, metrics, time, loggers.CreateLogger<UpdateIntake>());
        var keepingName = name.WatchAsync(update => intake.TakeAsync([update], ended.Token), ended.Token);
        try
        {
            if (Webhook is null)
            {
                await new UpdatePoller(Api, intake, name, Status, time, loggers.CreateLogger<UpdatePoller>()).PollAsync(receiving, cancellationToken);
                return;
            }

            Webhook.Open(intake, ended.Token);
            await new WebhookMonitor(Api, Webhook, name, Status, time).KeepRegisteredAsync(receiving);
        }
        finally
        {
            Webhook?.Close();
            await ended.CancelAsync();
            await Task.WhenAll(settingMenus, announcing, keepingName, presses.DrainAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Bot} is @{Username} ({BotId}).")]
    private partial void LogIntroduced(string bot, string username, long botId);

    [LoggerMessage(LogLevel.Information, "{Bot} resumes {Count} replies that were not fully delivered.")]
    private partial void LogResumes(string bot, int count);

    [LoggerMessage(LogLevel.Critical, "{Bot} failed with an unexpected error and restarts.")]
    private partial void LogCrashed(Exception exception, string bot);
}
