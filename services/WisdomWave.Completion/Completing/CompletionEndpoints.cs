using Microsoft.AspNetCore.Http.HttpResults;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults.EventStreams;
using WisdomWave.ServiceDefaults.Problems;

namespace WisdomWave.Completion.Completing;

internal static class CompletionEndpoints
{
    private const string Malformed = ProblemType.Prefix + "malformed-request";

    public static void MapCompletions(this IEndpointRouteBuilder routes) => routes.MapPost("/completions", Complete)
        .Describe("Complete", "Answers a prompt with a stream of events.")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static Results<EventStreamResult<CompletionEvent>, ProblemHttpResult> Complete(CompletionRequest request, Completer completer) =>
        request.FindError() is { } error
            ? TypedResults.Problem(error, title: "The request is malformed.", type: Malformed, statusCode: StatusCodes.Status400BadRequest)
            : new EventStreamResult<CompletionEvent>(
                completer.CompleteAsync(request), ContractsJson.Default.CompletionEvent, completion => completion.EventType)
            {
                DelaysStop = true,
            };
}
