using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Storage;
using WisdomWave.Dialog.Turns.History;
using WisdomWave.ServiceDefaults.OpenApi;

namespace WisdomWave.Dialog.Interactions.Export;

/// <summary>Streams the files of /export from the database, so a conversation of any length needs little memory.</summary>
internal static class ExportEndpoints
{
    internal const string Markdown = "conversation.md";
    internal const string Json = "conversation.json";

    private const int PageSize = 100;

    public static void MapExports(this IEndpointRouteBuilder routes) => routes.MapGet("/turns/{turnId:guid}/documents/{name}", Get)
        .Describe("GetDocument", "Streams a file of /export.")
        .Produces<string>(StatusCodes.Status200OK, "text/markdown", "application/json");

    private static async Task<Results<PushStreamHttpResult, NotFound>> Get(
        Guid turnId, string name, IDbContextFactory<DialogContext> contexts, ChatSettingsStore settings, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var export = await context.Turns.AsNoTracking().Include(turn => turn.Conversation).FirstOrDefaultAsync(turn => turn.Id == turnId, cancellationToken);
        if (export is null || ReplyExtras.Read(export.Extras, new Reply("")).Documents is null)
            return TypedResults.NotFound();

        var texts = Texts.Of(settings.Of(export.Conversation!.BotId, export.Conversation.ChatId), export.Language);

        return name switch
        {
            Markdown => TypedResults.Stream(body => WriteAsync(body, MarkdownExport.WriteAsync), "text/markdown; charset=utf-8"),
            Json => TypedResults.Stream(body => WriteAsync(body, JsonExport.WriteAsync), "application/json"),
            _ => TypedResults.NotFound(),
        };

        async Task WriteAsync(Stream body, Func<Stream, IAsyncEnumerable<TurnRow>, Texts, CancellationToken, Task> write)
        {
            await using var reading = await contexts.CreateDbContextAsync(cancellationToken);
            await write(body, ReadAsync(reading, export, cancellationToken), texts, cancellationToken);
        }
    }

    /// <summary>In pages, because a slow reader must not keep a query open, and queries that are retried return all their rows at once.</summary>
    private static async IAsyncEnumerable<TurnRow> ReadAsync(DialogContext context, TurnRow export, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<TurnRow> page;
        var last = 0L;
        do
        {
            page = await context.Turns.AsNoTracking()
                .Where(turn => turn.ConversationId == export.ConversationId && turn.Sequence > last && turn.Sequence < export.Sequence && turn.Remembered && !turn.Forgotten)
                .OrderBy(turn => turn.Sequence)
                .Take(PageSize)
                .ToListAsync(cancellationToken);
            foreach (var turn in page)
                yield return turn;
            last = page.Count > 0 ? page[^1].Sequence : last;
        }
        while (page.Count == PageSize);
    }
}
