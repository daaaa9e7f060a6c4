using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.ServiceDefaults.Operating;

namespace WisdomWave.Dialog.Storage.Backups;

/// <summary>Backups on an operator's request.</summary>
internal static class BackupOperations
{
    public static void AddBackups(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<DatabaseBackup>();

    public static void MapBackupOperations(this IEndpointRouteBuilder routes) => routes.MapOperator().MapPost("/backups", MakeAsync);

    private static async Task<Results<Ok<BackupMade>, ProblemHttpResult>> MakeAsync(DatabaseBackup backup, CancellationToken cancellationToken)
    {
        try
        {
            return await backup.MakeAsync(cancellationToken) is { } file
                ? TypedResults.Ok(new BackupMade(Sentence(file), file.FullName, file.Length))
                : Problem("Another backup is being made; try again when it is done.", StatusCodes.Status409Conflict, "backup-running");
        }
        catch (BackupException exception)
        {
            return Problem(Sentence(exception, backup.Folder), StatusCodes.Status503ServiceUnavailable, "backup-failed");
        }
    }

    private static string Sentence(FileInfo file) =>
        string.Create(CultureInfo.InvariantCulture, $"The database was backed up to {file.FullName} ({file.Length / 1e6:0.0} MB).");

    // The system's messages end with a full stop, our own reasons do not.
    private static string Sentence(BackupException exception, string folder) =>
        $"The database was not backed up: {exception.Message.TrimEnd('.')}. Check that {folder} can be written and that its disk has room, then try again.";

    private static ProblemHttpResult Problem(string detail, int status, string type) =>
        TypedResults.Problem(detail, statusCode: status, type: $"urn:wisdomwave:problem:{type}");

    /// <param name="Message">One sentence, which the dashboard shows.</param>
    /// <param name="Path">The backup's full path.</param>
    /// <param name="Bytes">Its size.</param>
    internal sealed record BackupMade(string Message, string Path, long Bytes) : OperatorAnswer(Message);
}
