using System.Text;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Delivery;

/// <summary>Sends the files of one reply.</summary>
internal sealed partial class ReplyFiles(Guid turn, DialogClient dialog, ILogger logger)
{
    private const int MaxBugs = 5;

    private int _failures;
    private int _bugs;

    /// <summary>Sends a file part; one attempt.</summary>
    public async Task<SendResult> SendAsync(ReplyMessages messages, int part, ReplyPart content, CancellationToken cancellationToken)
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

    private async Task<SendResult> SendAsync(
        ReplyMessages messages, int part, string name, ReplyFileResult opening, CancellationToken cancellationToken)
    {
        switch (opening)
        {
            case ReplyFileResult.Opened opened:
                (_failures, _bugs) = (0, 0);
                await using (opened.Content)
                    return await messages.SendFileAsync(part, name, opened.Content, cancellationToken);
            case ReplyFileResult.Missing { IsBug: true } when ++_bugs < MaxBugs:
                return SendResult.Retry with { Wait = Backoff.ForDialog(_bugs) };
            case ReplyFileResult.Missing missing:
                _bugs = 0;
                LogMissing(missing.Status, part, turn);
                return new(SendStatus.Undeliverable);
            default:
                return SendResult.Retry with { Wait = Backoff.ForDialog(++_failures) };
        }
    }

    [LoggerMessage(LogLevel.Error, "Dialog returned {Status} for the file of part {Part} of turn {TurnId}; the file is skipped.")]
    private partial void LogMissing(int status, int part, Guid turnId);
}
