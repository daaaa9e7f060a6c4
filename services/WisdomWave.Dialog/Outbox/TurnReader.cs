using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Intake;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Outbox;

/// <summary>Reads turns and their delivered parts from the database.</summary>
internal sealed class TurnReader(IDbContextFactory<DialogContext> contexts, ChatSettingsStore settings, TimeProvider time)
{
    /// <returns>Null when the turn does not exist (any more).</returns>
    public async Task<StoredTurn?> FindAsync(Guid turnId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var turn = await context.Turns.AsNoTracking().Include(row => row.Conversation)
            .FirstOrDefaultAsync(row => row.Id == turnId, cancellationToken);
        if (turn is null)
            return null;

        var parts = await Parts(context, [turn.Sequence], cancellationToken);
        return new StoredTurn(
            ConversationKey.Of(turn.Conversation!), Ref(turn, parts), End(turn));
    }

    /// <summary>The bot's turns whose replies are not completely delivered, oldest first.</summary>
    public Task<IReadOnlyList<TurnRef>> FindUndeliveredAsync(long botId, CancellationToken cancellationToken) =>
        FindUndeliveredAsync(new HashSet<long> { botId }, _ => true, cancellationToken);

    /// <summary>The wanted ones of the turns of these bots. Filters ids before it reads the rows, because texts can be large.</summary>
    public async Task<IReadOnlyList<TurnRef>> FindUndeliveredAsync(IReadOnlySet<long> bots, Func<Guid, bool> isWanted, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Turns.AsNoTracking().Where(row => row.State < TurnState.Delivered);
        // A thousand bots are too many for a parameter each, but then most undelivered turns are of these bots.
        if (bots.Count == 1)
        {
            var bot = bots.Single();
            rows = rows.Where(row => row.Conversation!.BotId == bot);
        }

        var undelivered = await rows
            .Select(row => new { row.Id, row.Conversation!.BotId })
            .ToListAsync(cancellationToken);
        var wanted = undelivered.Where(row => bots.Contains(row.BotId) && isWanted(row.Id)).Select(row => row.Id).ToList();
        if (wanted.Count == 0)
            return [];

        var turns = await context.Turns.AsNoTracking().Include(row => row.Conversation)
            .Where(row => wanted.Contains(row.Id))
            .OrderBy(row => row.Sequence)
            .ToListAsync(cancellationToken);
        long[] sequences = [.. turns.Select(turn => turn.Sequence)];
        var parts = await Parts(context, sequences, cancellationToken);
        var redeliveries = await context.Redeliveries.AsNoTracking()
            .Where(row => sequences.Contains(row.TurnSequence))
            .ToDictionaryAsync(row => row.TurnSequence, cancellationToken);
        return [.. turns.Select(turn => WithRedeliveries(Ref(turn, parts), redeliveries.GetValueOrDefault(turn.Sequence)))];
    }

    /// <summary>The undelivered messages that these bots send without being asked, oldest first (<see cref="NoticeTurn"/>).</summary>
    public async Task<IReadOnlyList<TurnRef>> FindUndeliveredNoticesAsync(IReadOnlyList<long> botIds, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var turns = await context.Turns.AsNoTracking().Include(row => row.Conversation)
            .Where(row => row.State < TurnState.Delivered && row.Forgotten && !row.IsQuestion && row.MessageId == NoticeTurn.NoMessage && botIds.Contains(row.Conversation!.BotId))
            .OrderBy(row => row.Sequence)
            .ToListAsync(cancellationToken);
        var parts = await Parts(context, [.. turns.Select(turn => turn.Sequence)], cancellationToken);
        return [.. turns.Select(turn => Ref(turn, parts))];
    }

    /// <summary>The texts in the language of the person who asked; null when the turn does not exist (any more).</summary>
    public async Task<Texts?> FindTextsAsync(Guid turnId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var turn = await context.Turns.AsNoTracking()
            .Where(row => row.Id == turnId)
            .Select(row => new { row.Language, row.Conversation!.BotId, row.Conversation.ChatId })
            .FirstOrDefaultAsync(cancellationToken);
        return turn is null ? null : Texts.Of(settings.Of(turn.BotId, turn.ChatId), turn.Language);
    }

    /// <summary>
    /// The conversation of a turn and who asked; null when that chat has no such turn (any more). A modified client can send the id of a
    /// turn of another chat, where the person may have no access.
    /// </summary>
    public async Task<TurnOwner?> FindOwnerAsync(long botId, long chatId, Guid turnId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Turns.AsNoTracking()
            .Where(row => row.Id == turnId && row.Conversation!.BotId == botId && row.Conversation.ChatId == chatId)
            .Select(row => new TurnOwner(
                new ConversationKey(row.Conversation!.BotId, row.Conversation.ChatId, row.Conversation.TopicId, row.Conversation.UserId), row.UserId))
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The turns of all bots whose replies are not completely delivered.</summary>
    public async Task<IReadOnlyList<(Guid Turn, DeliveryLane Lane)>> FindUndeliveredLanesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.Turns.AsNoTracking()
            .Where(row => row.State < TurnState.Delivered)
            .Select(row => new { row.Id, row.UserId, row.Conversation!.BotId, row.Conversation.ChatId, row.Conversation.ChatKind, row.Conversation.TopicId })
            .ToListAsync(cancellationToken);
        return
        [
            .. found.Select(row => (row.Id, new DeliveryLane(
                row.BotId, row.ChatId, row.TopicId == 0 ? null : row.TopicId, row.ChatKind == ChatKind.Private ? null : row.UserId))),
        ];
    }

    /// <returns>The turn that an update created; null when the update is unknown or created none.</returns>
    public async Task<StoredTurn?> FindByUpdateAsync(long botId, long updateId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var since = InboxRetention.Since(time.GetUtcNow());
        var taken = await context.Inbox.AsNoTracking()
            .FirstOrDefaultAsync(row => row.BotId == botId && row.UpdateId == updateId && row.TakenAt >= since, cancellationToken);
        return taken is null ? null : await FindAsync(taken.TurnId, cancellationToken);
    }

    private TurnRef Ref(TurnRow turn, ILookup<long, DeliveredPart> parts)
    {
        var conversation = turn.Conversation!;
        return TurnRefs.Of(turn, conversation, [.. parts[turn.Sequence]], settings.Of(conversation.BotId, conversation.ChatId).Style);
    }

    private static TurnRef WithRedeliveries(TurnRef turn, RedeliveryRow? redelivery) =>
        redelivery is not null && redelivery.Progress == RedeliveryRow.ProgressOf(turn.Delivered) ? turn with { Redeliveries = redelivery.Times } : turn;

    private static async Task<ILookup<long, DeliveredPart>> Parts(
        DialogContext context, long[] sequences, CancellationToken cancellationToken)
    {
        var rows = await context.DeliveredParts.AsNoTracking()
            .Where(row => sequences.Contains(row.TurnSequence))
            .OrderBy(row => row.Part)
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.TurnSequence, row => new DeliveredPart(row.Part, row.MessageId, row.State));
    }

    private static TurnEvent? End(TurnRow turn)
    {
        if (turn.State == TurnState.Accepted)
            return null;

        var answer = ReplyExtras.Read(turn.Extras, new Reply(turn.Answer ?? "", turn.Footnote));
        var reply = answer with { Markdown = TurnAttachments.FromJson(turn.Attachments)?.Read?.Preface + answer.Markdown };
        return turn.Failure is { } failure ? new TurnFailed(failure, reply) : new TurnCompleted(reply);
    }
}

/// <summary>A turn in the database: its conversation, where its reply goes, and the reply (null while there is none).</summary>
internal sealed record StoredTurn(ConversationKey Conversation, TurnRef Turn, TurnEvent? End);

internal sealed record TurnOwner(ConversationKey Conversation, long UserId);
