using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Interactions.Pinning;
using WisdomWave.Dialog.Prompting;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Turns;

/// <summary>Reads conversations from the database.</summary>
internal sealed class ConversationStore(IDbContextFactory<DialogContext> contexts)
{
    /// <summary>Compiles the queries, which takes longer than running them.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        const int nothing = 0;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var queries = Queries.Of(context);
        await queries.Window(context, nothing, nothing).ToListAsync(cancellationToken);
        await queries.Pins(context, nothing).ToListAsync(cancellationToken);
        await queries.Unfinished(context, nothing).ToListAsync(cancellationToken);
    }

    /// <returns>Null when the conversation has no message yet.</returns>
    public async Task<StoredConversation?> LoadAsync(ConversationKey key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var queries = Queries.Of(context);
        if (await queries.Find(context, key.BotId, key.ChatId, key.TopicId, key.UserId) is not { } row)
            return null;

        var window = await queries.Window(context, row.Id, row.WindowStart).ToListAsync(cancellationToken);
        var pins = await queries.Pins(context, row.Id).ToListAsync(cancellationToken);
        var unfinished = await queries.Unfinished(context, row.Id).ToListAsync(cancellationToken);
        return new StoredConversation(row, window, pins, unfinished);
    }

    /// <summary>A turn that has just been stored, with its conversation and the Telegram messages that it takes over. One query.</summary>
    public async Task<(TurnRow Turn, IReadOnlyList<DeliveredPart> Parts)> LoadTurnAsync(Guid turnId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.Turns.AsNoTracking().Include(row => row.Conversation)
            .Where(row => row.Id == turnId)
            .Select(row => new
            {
                Turn = row,
                Parts = context.DeliveredParts
                    .Where(part => part.TurnSequence == row.Sequence)
                    .OrderBy(part => part.Part)
                    .Select(part => new DeliveredPart(part.Part, part.MessageId, part.State))
                    .ToList(),
            })
            .SingleAsync(cancellationToken);
        return (found.Turn, found.Parts);
    }

    /// <summary>The conversations that have turns without a reply.</summary>
    public async Task<IReadOnlyList<ConversationKey>> FindUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Turns
            // The first condition is redundant, but it is that of the partial index; without it SQLite scans all turns.
            .Where(turn => turn.State < TurnState.Delivered && turn.State == TurnState.Accepted)
            .Select(turn => turn.Conversation!)
            .Distinct()
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ConversationKey.Of)];
    }

    /// <summary>The queries of a conversation, compiled once for each model: a process has one, but tests run both databases.</summary>
    private sealed class Queries
    {
        private static readonly ConditionalWeakTable<IModel, Queries> Compiled = [];

        public Func<DialogContext, long, long, int, long, Task<ConversationRow?>> Find { get; } =
            EF.CompileAsyncQuery((DialogContext context, long bot, long chat, int topic, long user) => context.Conversations
                .AsNoTracking()
                .FirstOrDefault(row => row.BotId == bot && row.ChatId == chat && row.TopicId == topic && row.UserId == user));

        public Func<DialogContext, long, long, IAsyncEnumerable<RememberedTurn>> Window { get; } =
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

        public Func<DialogContext, long, IAsyncEnumerable<Pin>> Pins { get; } =
            EF.CompileAsyncQuery((DialogContext context, long conversation) => context.Pins
                .Where(row => row.ConversationId == conversation && row.ForgottenIn == null)
                .OrderBy(row => row.Id)
                .Select(row => new Pin(row.Id, row.MessageId, row.Text)));

        public Func<DialogContext, long, IAsyncEnumerable<TurnRow>> Unfinished { get; } =
            EF.CompileAsyncQuery((DialogContext context, long conversation) => context.Turns
                .AsNoTracking()
                .Where(row => row.ConversationId == conversation && row.State == TurnState.Accepted)
                .OrderBy(row => row.Sequence)
                .AsQueryable());

        public static Queries Of(DialogContext context) => Compiled.GetValue(context.Model, _ => new Queries());

        private static IReadOnlyList<string> PicturesOf(string? attachments) => TurnAttachments.FromJson(attachments)?.Read?.Pictures ?? [];
    }
}

/// <summary>A conversation in the database.</summary>
internal sealed record StoredConversation(
    ConversationRow Row, IReadOnlyList<RememberedTurn> Window, IReadOnlyList<Pin> Pins, IReadOnlyList<TurnRow> Unfinished);
