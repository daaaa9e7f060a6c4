using Microsoft.EntityFrameworkCore;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Storage;

namespace WisdomWave.Dialog.Interactions.Export;

/// <summary>/export sends the conversation as files. They are generated when ingress fetches them.</summary>
internal sealed class ExportCommand(IDbContextFactory<DialogContext> contexts, TimeProvider time)
{
    public async Task<CommandReply> ReplyToAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var turns = await context.TurnsOf(call.Key).CountAsync(turn => turn.Remembered && !turn.Forgotten, cancellationToken);
        if (turns == 0)
            return call.Texts.NothingToExport;

        var name = $"wisdomwave-{time.GetUtcNow():yyyy-MM-dd}";
        return new Reply(call.Texts.Exported(turns))
        {
            Documents =
            [
                new($"{name}.md", "text/markdown", Path(call.Turn.Id, ExportEndpoints.Markdown)),
                new($"{name}.json", "application/json", Path(call.Turn.Id, ExportEndpoints.Json)),
            ],
        };
    }

    private static string Path(Guid turnId, string document) => $"turns/{turnId}/documents/{document}";
}
