using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults.Operating;
using WisdomWave.ServiceDefaults.Problems;

namespace WisdomWave.Dialog.Storage.Backups;

/// <summary>Lets an operator back up the database from the dashboard.</summary>
internal static class BackupOperations
{
    public static void AddBackups(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<DatabaseBackup>();

    public static void MapBackupOperations(this IEndpointRouteBuilder routes) => routes.MapOperator().MapPost("/backups", MakeAsync)
        .Describe("BackUp", "Backs up the database.")
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<BackupMade>, ProblemHttpResult>> MakeAsync(DatabaseBackup backup, CancellationToken cancellationToken)
    {
        try
        {
            return await backup.MakeAsync(cancellationToken) is { } file
                ? TypedResults.Ok(new BackupMade(Sentence(file), file.FullName, file.Length))
                : Problem("Another backup is running. Try again when it has finished.", StatusCodes.Status409Conflict, "backup-running");
        }
        catch (BackupException exception)
        {
            return Problem(Sentence(exception, backup.Folder), StatusCodes.Status503ServiceUnavailable, "backup-failed");
        }
    }

    private static string Sentence(FileInfo file) =>
        string.Create(CultureInfo.InvariantCulture, $"The database was backed up to {file.FullName} ({file.Length / 1e6:0.0} MB).");

    // Messages from the operating system end with a full stop; our own do not.
    private static string Sentence(BackupException exception, string folder) =>
        $"The backup failed: {exception.Message.TrimEnd('.')}. Check that {folder} is writable and that its disk has free space, then try again.";

    private static ProblemHttpResult Problem(string detail, int status, string type) =>
        TypedResults.Problem(detail, statusCode: status, type: ProblemType.Prefix + type);

    /// <summary>The message is one sentence, shown on the dashboard; the path is absolute.</summary>
    internal sealed record BackupMade(string Message, string Path, long Bytes) : OperatorAnswer(Message);
}
