using Microsoft.AspNetCore.Http.HttpResults;
using StackExchange.Redis;
using WisdomWave.ServiceDefaults.OpenApi;
using WisdomWave.ServiceDefaults.Operating;
using WisdomWave.ServiceDefaults.Problems;

namespace WisdomWave.Completion.Caching;

/// <summary>The operator's endpoints for the response cache.</summary>
internal static class CacheEndpoints
{
    private const string Unavailable = ProblemType.Prefix + "cache-unavailable";

    public static void MapCacheEndpoints(this IEndpointRouteBuilder routes) => routes.MapOperator().MapPost("/cache/clear", ClearAsync)
        .Describe("ClearCache", "Removes this application's answers from the response cache.")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<OperatorAnswer>, ProblemHttpResult>> ClearAsync(CacheCleaner cache, CancellationToken cancellationToken)
    {
        try
        {
            return await cache.ClearAsync(cancellationToken) is { } removed
                ? TypedResults.Ok(new OperatorAnswer(Sentence(removed)))
                : Problem("The response cache cannot be reached, so nothing was removed.");
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return Problem("The response cache failed before everything was removed; clear it again.");
        }
    }

    private static string Sentence(long removed) => removed switch
    {
        0 => "The response cache was already empty.",
        1 => "1 answer was removed from the response cache.",
        _ => $"{removed} answers were removed from the response cache.",
    };

    private static ProblemHttpResult Problem(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable, type: Unavailable);
}
