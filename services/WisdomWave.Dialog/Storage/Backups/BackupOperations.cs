using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults.Operating;
using WisdomWave.ServiceDefaults.Problems;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Storage.Backups;

/// <summary>Backs up the database at the operator's request and on a schedule.</summary>
internal static class BackupOperations
{
    public static void AddBackups(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<BackupOptions>().BindConfiguration("Backup")
            .Require("Backup:Interval", backup => backup.Interval == TimeSpan.Zero || backup.Interval >= TimeSpan.FromMinutes(1), "is not 0 and below one minute", "1.00:00:00")
            .Require("Backup:Kept", backup => backup.Kept >= 1, "is below 1", "7")
            .Require("Backup:Directory", backup => !string.IsNullOrWhiteSpace(backup.Directory), "is empty", "backups")
            .ValidateOnStart();
        if (DatabaseChoice.Of(builder.Configuration) == DatabaseKind.Postgres)
            return;

        builder.Services.AddSingleton<DatabaseBackup>();
        builder.Services.AddHostedService<BackupSchedule>();
    }

    public static void MapBackupOperations(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapOperator();
        var backUp = routes.ServiceProvider.GetService<DatabaseBackup>() is null ? operations.MapPost("/backups", Refuse) : operations.MapPost("/backups", MakeAsync);
        backUp.Describe("BackUp", "Backs up the database.")
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status501NotImplemented)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static ProblemHttpResult Refuse() => Problem(
        "The database is on PostgreSQL: back it up with pg_dump or with your server's own backup.", StatusCodes.Status501NotImplemented, "backup-elsewhere");

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
