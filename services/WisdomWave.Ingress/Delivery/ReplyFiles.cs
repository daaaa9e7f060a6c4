using System.Text;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>The files of one reply on their way from where they are to the chat.</summary>
internal sealed partial class ReplyFiles(Guid turn, DialogClient dialog, ILogger logger)
{
    private int _away;

    /// <summary>Sends a part that is a file; one try.</summary>
    public async Task<Showing> SendAsync(ReplyMessages messages, int part, ReplyPart content, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case ReplyPart.Whole whole:
                using (var text = new MemoryStream(Encoding.UTF8.GetBytes(whole.Markdown)))
                    return await messages.SendFileAsync(part, whole.FileName, text, cancellationToken);
            case ReplyPart.File { Document: var document }:
                return await SendAsync(messages, part, document.FileName, await dialog.OpenFileAsync(document.Path, cancellationToken), cancellationToken);
            default:
                throw new ArgumentOutOfRangeException(nameof(content), content, null);
        }
    }

    private async Task<Showing> SendAsync(
        ReplyMessages messages, int part, string name, ReplyFileOpening opening, CancellationToken cancellationToken)
    {
        switch (opening)
        {
            case ReplyFileOpening.Opened opened:
                _away = 0;
                await using (opened.Content)
                    return await messages.SendFileAsync(part, name, opened.Content, cancellationToken);
            case ReplyFileOpening.Missing missing:
                LogMissing(turn, part, missing.Status);
                return new(ShowingResult.Undeliverable);
            default:
                return Showing.Again with { Wait = Backoff.ForDialog(++_away) };
        }
    }

    [LoggerMessage(LogLevel.Error, "Dialog does not hand out the file that is part {Part} of turn {TurnId}: it answers {Status}.")]
    private partial void LogMissing(Guid turnId, int part, int status);
}
