using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Data.Sqlite;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// 503 asks the sender to keep what it has and to come again; everything else that was not expected stays 500, after which the
/// sender may give this one up.
/// </summary>
internal sealed class StorageProblems : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Problem(exception) is not { } problem)
            return false;

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static ProblemHttpResult? Problem(Exception exception) => exception switch
    {
        // The writer has logged it.
        StorageUnavailableException => Unavailable("It could not be stored.", "urn:wisdomwave:problem:storage-unavailable"),
        SqliteException sqlite when StorageFault.Is(sqlite) => Unavailable("It could not be read.", "urn:wisdomwave:problem:storage-unavailable"),

        // The silo is starting, stopping or overloaded.
        OrleansException or TimeoutException => Unavailable("The conversation cannot be reached.", "urn:wisdomwave:problem:conversation-unavailable"),
        _ => null,
    };

    private static ProblemHttpResult Unavailable(string detail, string type) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable, type: type);
}
