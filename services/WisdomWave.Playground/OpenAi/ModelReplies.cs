using System.Globalization;
using System.Text.Json;
using WisdomWave.Playground.Faults;

namespace WisdomWave.Playground.OpenAi;

/// <summary>Answers that are not completions.</summary>
internal static class ModelReplies
{
    public static async Task WriteAsync(HttpContext context, ModelError error)
    {
        context.Response.StatusCode = error.Status;
        await WriteAsync(context, error.Write);
    }

    /// <summary>The error that the fault's code has at OpenAI.</summary>
    public static Task WriteErrorAsync(HttpContext context, ModelFault fault, string model)
    {
        if (fault.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, ModelError.ByCode(fault.Code, model, fault.Status));
    }

    /// <summary>An answer in one piece, or what the fault makes of it: in mid-stream nothing can fail here, so that those faults are errors.</summary>
    /// <param name="context">The call.</param>
    /// <param name="fault">What it meets.</param>
    /// <param name="model">As it is named in errors.</param>
    /// <param name="cleared">The faults have been cleared.</param>
    /// <param name="time">For waits.</param>
    /// <param name="answer">Writes the right answer.</param>
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
