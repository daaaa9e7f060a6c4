using System.Reflection;
using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Bots;

/// <summary>Notifies a bot's admins that it has started, at most once per process; failures are ignored.</summary>
internal sealed partial class StartAnnouncement(DialogClient dialog, TimeProvider time, ILogger<StartAnnouncement> logger)
{
    private const int Tries = 5;

    private static readonly LinkPreviewOptions NoPreview = new() { IsDisabled = true };

    private bool _isMade;

    public async Task MakeAsync(Bot bot, CancellationToken cancellationToken)
    {
        if (_isMade)
            return;

        for (var failures = 1; failures <= Tries; failures++)
        {
            if (await dialog.StartedAsync(bot.Identity.Id, BuildVersion.Own with { Username = bot.Identity.Username }, cancellationToken) is { } notices)
            {
                // Dialog records the notices as sent when it returns them.
                _isMade = true;
                foreach (var notice in notices)
                    await SendAsync(bot, notice, cancellationToken);
                return;
            }

            await Task.Delay(Backoff.After(failures), time, cancellationToken);
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
        for (var failures = 1; failures <= Tries; failures++)
        {
            await bot.Pacer.TakeAsync(new ChatAddress(notice.ChatId, ChatKind.Private), SendPriority.Final, waitsForChat: null, cancellationToken);
            var (_, failure) = await bot.Api.SendAsync(request, cancellationToken);
            if (failure is null)
                return;
            if (failure.MayBeDone || failure.Kind is not (TelegramFailureKind.FloodWait or TelegramFailureKind.Unavailable))
            {
                // Usually an admin who has never opened a chat with this bot. A duplicate notice would be worse than none.
                LogNotSent(bot.Options.Name, failure.Reason);
                return;
            }

            await Task.Delay(failure.RetryAfter ?? Backoff.After(failures), time, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Bot} could not notify an admin of its start: {Reason}.")]
    private partial void LogNotSent(string bot, string reason);
}

/// <summary>The version of this build.</summary>
internal static class BuildVersion
{
    private const int ShortCommit = 10;

    public static BotStart Own { get; } = Of(
        typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0");

    /// <param name="informational">For instance "1.0.0+51b4331f8e26f21279f271f1c704adf1cbc73335"; builds outside a repository have no commit.</param>
    public static BotStart Of(string informational)
    {
        var parts = informational.Split('+', 2);
        return new(parts[0], parts.Length == 2 && parts[1].Length > 0 ? parts[1][..Math.Min(parts[1].Length, ShortCommit)] : null);
    }
}
