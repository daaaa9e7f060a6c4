using Microsoft.EntityFrameworkCore;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Intake.Access;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Turns.Regenerating;

/// <summary>
/// A /retry that could not act on arrival: there is no question, or the last one belongs to another person. Then Telegram is asked whether
/// the person is an admin, which must not block the messages behind the command. The admin pays for the new answer.
/// </summary>
internal sealed class RetryCommand(IDbContextFactory<DialogContext> contexts, ConversationRights rights, TimeProvider time)
{
    public async Task<CommandReply> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (key, texts) = (call.Key, call.Texts);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await context.TurnsOf(key)
            .Where(turn => turn.IsQuestion && !turn.Forgotten)
            .OrderByDescending(turn => turn.Sequence)
            .Select(turn => new { turn.Id, turn.Sequence, turn.UserId })
            .FirstOrDefaultAsync(cancellationToken);
        if (last is null)
            return texts.NothingToRetry;
        if (last.Sequence > call.Turn.Sequence)
            return texts.OnlyLastAgain;
        if (!await rights.AllowAsync(Actor.Of(call), key, last.UserId, cancellationToken))
            return texts.NotYourQuestion;

        var now = time.GetUtcNow();
        var turn = new NewTurn
        {
            Id = Guid.CreateVersion7(now),
            MessageId = 0,
            Text = "",
            UserId = call.UserId,
            Language = call.Turn.Language,
            AcceptedAt = now,
        };
        Operation operation = default;
        return new(new(""))
        {
            Write = session => operation = OperationWrites.RegenerateLater(session, key, last.Id, turn),
            Started = () => operation,
        };
    }
}
