using System.Threading.Channels;
using Telegram.Bot.Requests;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Bots;
using WisdomWave.Ingress.Dialog;

namespace WisdomWave.Ingress.Receiving;

/// <summary>Presses on buttons, answered beside the updates: one that takes its time holds up no message.</summary>
internal sealed partial class ButtonPresses(TelegramApi api, DialogClient dialog, ILogger<ButtonPresses> logger)
{
    private const int AtOnce = 8;

    // A press is worth something for seconds only: those that cannot be answered soon may as well be dropped.
    private readonly Channel<IncomingUpdate.Button> _waiting = Channel.CreateBounded<IncomingUpdate.Button>(
        new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(IncomingUpdate.Button press) => _waiting.Writer.TryWrite(press);

    public Task RunAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        _waiting.Reader.ReadAllAsync(cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        AnswerAsync);

    private async ValueTask AnswerAsync(IncomingUpdate.Button press, CancellationToken cancellationToken)
    {
        try
        {
            if (ButtonData.TurnOf(ButtonData.Stop, press.Data) is { } turn)
            {
                await dialog.StopAsync(turn, cancellationToken);
                LogStop(turn);
            }

            // Without an answer the button keeps turning on the person's screen; one that comes too late is refused, and that is fine.
            await api.SendAsync(new AnswerCallbackQueryRequest { CallbackQueryId = press.PressId }, cancellationToken);
        }
        // The edge of the loop: the next press is another matter.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Turn {TurnId} is asked to stop by its button.")]
    private partial void LogStop(Guid turnId);

    [LoggerMessage(LogLevel.Error, "A press on a button could not be answered.")]
    private partial void LogFailed(Exception exception);
}
