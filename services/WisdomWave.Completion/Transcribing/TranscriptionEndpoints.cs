using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using WisdomWave.Completion.Models.Failures;
using WisdomWave.Contracts.Completion;
using WisdomWave.ServiceDefaults.OpenApi;

namespace WisdomWave.Completion.Transcribing;

internal static class TranscriptionEndpoints
{
    private const string Malformed = "urn:wisdomwave:problem:malformed-request";
    private const string TooLarge = "urn:wisdomwave:problem:recording-too-large";
    private const string Failed = "urn:wisdomwave:problem:transcription-failed";

    private const int MaxFileNameLength = 255;

    public static void MapTranscriptions(this IEndpointRouteBuilder routes) => routes.MapPost("/transcriptions", Transcribe)
        .Describe("Transcribe", "Returns the text of the recording in the body.")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status501NotImplemented)
        .ProducesProblem(StatusCodes.Status502BadGateway)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout);

    /// <summary>A failure of the provider is a problem whose <c>kind</c> is a <see cref="FailureKind"/>.</summary>
    private static async Task<Results<Ok<Transcription>, ProblemHttpResult>> Transcribe(
        HttpContext context, string? fileName, string? language, string? bot, Transcriber transcriber, IOptions<TranscriptionOptions> options, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(fileName) || fileName.Length > MaxFileNameLength || language?.Length is 0 or > 8)
            return TypedResults.Problem("fileName is missing or too long, or language is not a language code", title: "The request is malformed.", type: Malformed, statusCode: 400);
        if (context.Request.ContentLength > options.Value.MaxBytes)
            return LargerThan(options.Value.MaxBytes);

        // Also limits a request without a Content-Length.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = options.Value.MaxBytes;
        try
        {
            return TypedResults.Ok(await transcriber.TranscribeAsync(context.Request.Body, fileName, language, bot, cancellationToken));
        }
        catch (ProviderException e) when (e.GetBaseException() is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return LargerThan(options.Value.MaxBytes);
        }
        catch (ProviderException e)
        {
            if (e.Failure.RetryAfter is { } wait)
                context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem(
                title: "The recording could not be transcribed.", type: Failed, statusCode: StatusOf(e.Failure),
                extensions: [new("kind", e.Failure.Kind.ToString())]);
        }
    }

    private static ProblemHttpResult LargerThan(long bytes) => TypedResults.Problem(
        $"A recording may have at most {bytes} bytes.", title: "The recording is too large.", type: TooLarge, statusCode: StatusCodes.Status413PayloadTooLarge);

    private static int StatusOf(ProviderFailure failure) => failure switch
    {
        // A compatible server without transcription.
        { Status: 404 or 405 or 501 } => StatusCodes.Status501NotImplemented,
        { Kind: FailureKind.Unavailable } => StatusCodes.Status503ServiceUnavailable,
        { Kind: FailureKind.TimedOut } => StatusCodes.Status504GatewayTimeout,
        { Kind: FailureKind.RateLimited } => StatusCodes.Status429TooManyRequests,
        { Kind: FailureKind.BadRequest or FailureKind.Refused or FailureKind.ContextTooLong or FailureKind.TooLarge } => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status502BadGateway,
    };
}
