using System.Reflection;
using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;
using WisdomWave.ServiceDefaults.Telemetry;

namespace WisdomWave.Ingress.Bots;

/// <summary>Notifies a bot's admins that it has started, at most once per process; failures are ignored.</summary>
internal sealed partial class StartAnnouncement(DialogClient dialog, TimeProvider time, ILogger<StartAnnouncement> logger)
{
    private const int MaxAttempts = 5;

    private static readonly LinkPreviewOptions NoPreview = new() { IsDisabled = true };

    private bool _isAnnounced;

    public async Task AnnounceAsync(Bot bot, CancellationToken cancellationToken)
    {
        if (_isAnnounced)
            return;

        await Retry.UntilAsync(TryAsync, Backoff.After, time, cancellationToken, MaxAttempts);

        async Task<bool> TryAsync()
        {
            if (await dialog.StartedAsync(bot.Identity.Id, BuildVersion.Own with { Username = bot.Identity.Username, Name = bot.Options.Name }, cancellationToken) is not { } notices)
                return false;
            // Dialog records the notices as sent when it returns them.
            _isAnnounced = true;
            foreach (var notice in notices)
                await SendAsync(bot, notice, cancellationToken);
            return true;
        }
    }

    private async Task SendAsync(Bot bot, StartNotice notice, CancellationToken cancellationToken)
    {
        var request = new SendMessageRequest
        {
            ChatId = notice.ChatId,
            Text = notice.Text,
            LinkPreviewOptions = NoPreview,
            DisableNotification = true,
        };
        var chat = new ChatAddress(notice.ChatId, ChatKind.Private);
        var failure = await Retry.SendAsync(
            bot.Api, request, MaxAttempts, time, cancellationToken,
            // A duplicate notice would be worse than none.
            isFinal: failure => failure.MayBeDone,
            beforeEach: () => bot.Pacer.TakeAsync(chat, SendPriority.Final, waitsForChat: null, cancellationToken));
        // Usually an admin who has never opened a chat with this bot.
        if (failure is not null)
            LogNotSent(bot.Options.Name, failure.Reason);
    }

    [LoggerMessage(LogLevel.Debug, "{Bot} could not notify an admin of its start: {Reason}.")]
    private partial void LogNotSent(string bot, string reason);
}

/// <summary>The version of this build.</summary>
internal static class BuildVersion
{
    public static BotStart Own { get; } = Of(
        typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0");

    /// <param name="informational">For instance "1.0.0+51b4331f8e26f21279f271f1c704adf1cbc73335"; builds outside a repository have no commit.</param>
    public static BotStart Of(string informational)
    {
        var build = BuildInfo.Of(informational);
        return new(build.Version, build.Commit);
    }
}
