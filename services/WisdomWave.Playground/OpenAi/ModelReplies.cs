using System.Globalization;
using System.Text.Json;
using WisdomWave.Playground.Faults;

namespace WisdomWave.Playground.OpenAi;

/// <summary>Writes answers that are not chat completions.</summary>
internal static class ModelReplies
{
    public static async Task WriteAsync(HttpContext context, ModelError error)
    {
        context.Response.StatusCode = error.Status;
        await WriteAsync(context, error.Write);
    }

    /// <summary>Writes OpenAI's error for the fault's code.</summary>
    public static Task WriteErrorAsync(HttpContext context, ModelFault fault, string model)
    {
        if (fault.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, ModelError.ByCode(fault.Code, model, fault.Status));
    }

    /// <summary>Writes an answer that does not stream, or applies the fault; a fault in mid-stream becomes an error.</summary>
    /// <param name="context">The call.</param>
    /// <param name="fault">The fault, if any.</param>
    /// <param name="model">The model's name in errors.</param>
    /// <param name="cleared">Completes when the faults are cleared.</param>
    /// <param name="time">The clock for delays.</param>
    /// <param name="answer">Writes the normal answer.</param>
    public static async Task WriteAsync(HttpContext context, ModelFault? fault, string model, Task cleared, TimeProvider time, Func<Task> answer)
    {
        switch (fault?.Kind)
        {
            case null:
                await answer();
                break;
            case ModelFaultKind.SlowFirstToken:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), time, context.RequestAborted);
                await answer();
                break;
            case ModelFaultKind.Hold:
                await cleared.WaitAsync(context.RequestAborted);
                await answer();
                break;
            case ModelFaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted);
                break;
            case ModelFaultKind.Html:
                await WriteHtmlAsync(context, fault.Status ?? StatusCodes.Status502BadGateway);
                break;
            default:
                await WriteErrorAsync(context, fault, model);
                break;
        }
    }

    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> body)
    {
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
            body(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public static async Task WriteHtmlAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync(
            $"<html>\r\n<head><title>{status} Bad Gateway</title></head>\r\n<body>\r\n<center><h1>{status} Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n",
            context.RequestAborted);
    }
}
