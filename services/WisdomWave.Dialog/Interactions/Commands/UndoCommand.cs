using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Interactions.Commands;

/// <summary>/undo removes the last question and its answer from the conversation. Sent again, it removes the one before.</summary>
internal sealed class UndoCommand(IDbContextFactory<DialogContext> contexts, ConversationRights rights)
{
    public async Task<CommandReply> ReplyToAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await context.TurnsOf(call.Key)
            .Where(turn => turn.Remembered && !turn.Forgotten && turn.Sequence < call.Turn.Sequence)
            .OrderByDescending(turn => turn.Sequence)
            .Select(turn => new { turn.Sequence, turn.Question, turn.UserId })
            .FirstOrDefaultAsync(cancellationToken);
        if (last is null)
            return call.Texts.NothingToUndo;
        if (!await rights.AllowAsync(Actor.Of(call), call.Key, last.UserId, cancellationToken))
            return call.Texts.NotYourQuestion;

        return new(new(call.Texts.Undone(TextCut.Preview(last.Question))))
        {
            Write = session => HistoryWrites.Remove(session, last.Sequence),
            Applied = () => call.Memory.Window.Remove(last.Sequence),
        };
    }
}
