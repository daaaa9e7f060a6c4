using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.ServiceDefaults.Problems;

namespace WisdomWave.Dialog.Storage;

/// <summary>
/// Answers 503 when the sender should keep its message and retry. Other unexpected errors stay 500, after which the sender may drop
/// the message.
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
        StorageUnavailableException => Unavailable("The message could not be stored.", ProblemType.Prefix + "storage-unavailable"),
        _ when StorageFault.Is(exception) => Unavailable("The database could not be read.", ProblemType.Prefix + "storage-unavailable"),

        // The silo is starting, stopping or overloaded.
        OrleansException or TimeoutException => Unavailable("The conversation cannot be reached.", ProblemType.Prefix + "conversation-unavailable"),
        _ => null,
    };

    private static ProblemHttpResult Unavailable(string detail, string type) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable, type: type);
}
