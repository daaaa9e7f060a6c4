using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Outbox;

/// <summary>The message ids that are known to be something else than a message whose send was not confirmed.</summary>
internal sealed class KnownMessageIds(IDbContextFactory<DialogContext> contexts)
{
    /// <summary>A turn that was accepted so many turns earlier no longer sends anything.</summary>
    private const int TurnsBefore = 2000;

    private const int MostIds = 1000;

    /// <param name="turnId">The turn to which the message belongs.</param>
    /// <param name="above">The highest id that was in use before the send; 0 when ingress did not know one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such turn (any more).</returns>
    public async Task<KnownMessages?> NearAsync(Guid turnId, int above, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var turn = await context.Turns.AsNoTracking().Where(row => row.Id == turnId)
            .Select(row => new { row.Sequence, row.MessageId, row.Conversation!.BotId, row.Conversation.ChatId })
            .FirstOrDefaultAsync(cancellationToken);
        if (turn is null)
            return null;

        var own = await context.DeliveredParts.AsNoTracking()
            .Where(part => part.TurnSequence == turn.Sequence && part.State != PartState.Sending)
            .Select(part => part.MessageId)
            .ToListAsync(cancellationToken);
        var from = own.Append(above > 0 ? above : turn.MessageId).Max();

        var near = context.Turns.AsNoTracking().Where(row => row.Sequence > turn.Sequence - TurnsBefore && row.Conversation!.BotId == turn.BotId);
        near = MessageCounters.HasOwn(turn.ChatId)
            ? near.Where(row => row.Conversation!.ChatId == turn.ChatId)
            : near.Where(row => row.Conversation!.ChatId > MessageCounters.HighestSupergroupId);
        var questions = await near.Where(row => row.MessageId > from)
            .OrderBy(row => row.MessageId).Select(row => row.MessageId)
            .Take(MostIds).ToListAsync(cancellationToken);
        var parts = await context.DeliveredParts.AsNoTracking()
            .Where(part => part.State != PartState.Sending && part.MessageId > from)
            .Join(near, part => part.TurnSequence, row => row.Sequence, (part, _) => part.MessageId)
            .OrderBy(id => id)
            .Take(MostIds).ToListAsync(cancellationToken);

        var unconfirmed = await context.DeliveredParts.AsNoTracking()
            .Where(part => part.State == PartState.Sending)
            .Join(near, part => part.TurnSequence, row => row.Sequence, (part, _) => part.Part)
            .CountAsync(cancellationToken);

        int[] ids = [.. questions.Concat(parts).Distinct().Order().Take(MostIds)];
        // Above the last of a list that was cut, an id that is not in it may be known all the same.
        var isCut = questions.Count == MostIds || parts.Count == MostIds;
        return new KnownMessages(from, isCut ? ids[^1] : null, ids, unconfirmed);
    }
}
