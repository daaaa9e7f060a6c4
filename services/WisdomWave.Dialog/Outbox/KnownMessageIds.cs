using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Outbox;

/// <summary>Finds message ids that cannot belong to a send that Telegram did not confirm, because they belong to other known messages.</summary>
internal sealed class KnownMessageIds(IDbContextFactory<DialogContext> contexts)
{
    /// <summary>A turn that was accepted this many turns earlier no longer sends anything.</summary>
    private const int TurnsBefore = 2000;

    private const int MostIds = 1000;

    /// <summary>
    /// Lists the known ids from the turn's last confirmed message on. <paramref name="above"/> is the highest id in use before the send; 0
    /// when ingress does not know it.
    /// </summary>
    /// <returns>Null when the turn does not exist (any more).</returns>
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
        // A truncated list says nothing about ids above its last one.
        var isCut = questions.Count == MostIds || parts.Count == MostIds;
        return new KnownMessages(from, isCut ? ids[^1] : null, ids, unconfirmed);
    }
}
