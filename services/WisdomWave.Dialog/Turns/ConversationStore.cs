using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>Reads what a conversation needs to begin or to go on.</summary>
internal sealed class ConversationStore(IDbContextFactory<DialogContext> contexts)
{
    private static readonly Func<DialogContext, long, long, int, long, Task<ConversationRow?>> Find =
        EF.CompileAsyncQuery((DialogContext context, long bot, long chat, int topic, long user) => context.Conversations
            .AsNoTracking()
            .FirstOrDefault(row => row.BotId == bot && row.ChatId == chat && row.TopicId == topic && row.UserId == user));

    private static readonly Func<DialogContext, long, long, IAsyncEnumerable<RememberedTurn>> Window =
        EF.CompileAsyncQuery((DialogContext context, long conversation, long from) => context.Turns
            .Where(row => row.ConversationId == conversation && row.Sequence >= from && row.Remembered && !row.Forgotten)
            .OrderBy(row => row.Sequence)
            .Select(row => new RememberedTurn(
                row.Sequence,
                row.PersonName == null ? row.Question : row.PersonName + ": " + row.Question,
                row.Answer!,
                row.QuestionTokens + row.AnswerTokens)
            {
                AskedAt = row.AcceptedAt,
                Pictures = PicturesOf(row.Attachments),
            }));

    private static readonly Func<DialogContext, long, IAsyncEnumerable<Pin>> Pins =
        EF.CompileAsyncQuery((DialogContext context, long conversation) => context.Pins
            .Where(row => row.ConversationId == conversation && row.ForgottenIn == null)
            .OrderBy(row => row.Id)
            .Select(row => new Pin(row.Id, row.MessageId, row.Text)));

    private static readonly Func<DialogContext, long, IAsyncEnumerable<TurnRow>> Unfinished =
        EF.CompileAsyncQuery((DialogContext context, long conversation) => context.Turns
            .AsNoTracking()
            .Where(row => row.ConversationId == conversation && row.State == TurnState.Accepted)
            .OrderBy(row => row.Sequence)
            .AsQueryable());

    /// <summary>Compiles the queries, which takes longer than they do.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        const int nothing = 0;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await Window(context, nothing, nothing).ToListAsync(cancellationToken);
        await Pins(context, nothing).ToListAsync(cancellationToken);
        await Unfinished(context, nothing).ToListAsync(cancellationToken);
    }

    /// <returns>Null when nobody has written in this conversation yet.</returns>
    public async Task<StoredConversation?> LoadAsync(ConversationKey key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await Find(context, key.BotId, key.ChatId, key.TopicId, key.UserId) is not { } row)
            return null;

        var window = await Window(context, row.Id, row.WindowStart).ToListAsync(cancellationToken);
        var pins = await Pins(context, row.Id).ToListAsync(cancellationToken);
        var unfinished = await Unfinished(context, row.Id).ToListAsync(cancellationToken);
        return new StoredConversation(row, window, pins, unfinished);
    }

    /// <summary>A turn that has been stored just now, with its conversation and the messages that it takes over.</summary>
    public async Task<(TurnRow Turn, IReadOnlyList<DeliveredPart> Parts)> LoadTurnAsync(Guid turnId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var turn = await context.Turns.AsNoTracking().Include(row => row.Conversation).SingleAsync(row => row.Id == turnId, cancellationToken);
        var parts = await context.DeliveredParts.AsNoTracking()
            .Where(row => row.TurnSequence == turn.Sequence)
            .OrderBy(row => row.Part)
            .Select(row => new DeliveredPart(row.Part, row.MessageId, row.State))
            .ToListAsync(cancellationToken);
        return (turn, parts);
    }

    private static IReadOnlyList<string> PicturesOf(string? attachments) => TurnAttachments.FromJson(attachments)?.Read?.Pictures ?? [];

    /// <summary>The conversations that had turns without a reply when the service ended.</summary>
    public async Task<IReadOnlyList<ConversationKey>> FindUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Turns
            // The first half says what the second implies: it is the condition of the partial index, without which SQLite reads all turns.
            .Where(turn => turn.State < TurnState.Delivered && turn.State == TurnState.Accepted)
            .Select(turn => turn.Conversation!)
            .Distinct()
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ConversationKey.Of)];
    }
}

/// <summary>A conversation as the database has it.</summary>
internal sealed record StoredConversation(
    ConversationRow Row, IReadOnlyList<RememberedTurn> Window, IReadOnlyList<Pin> Pins, IReadOnlyList<TurnRow> Unfinished);
