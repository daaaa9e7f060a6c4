using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace WisdomWave.Load.Outside;

/// <summary>An OpenAI-compatible model that streams the answer of the turn that the prompt ends with.</summary>
/// <param name="ledger">The turns.</param>
/// <param name="text">The answers.</param>
/// <param name="time">The duration of an answer, its chunks spread evenly; zero sends everything at once.</param>
internal sealed class Model(Ledger ledger, AnswerText text, TimeSpan time)
{
    private const string Chunk = """data: {"id":"chatcmpl-load","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini","choices":[{"index":0,"delta":{""";

    private static readonly byte[] Role = Encoding.UTF8.GetBytes($$"""{{Chunk}}"role":"assistant","content":""},"finish_reason":null}]}{{"\n\n"}}""");
    private static readonly byte[] Before = Encoding.UTF8.GetBytes(Chunk + "\"content\":\"");
    private static readonly byte[] After = Encoding.UTF8.GetBytes("\"},\"finish_reason\":null}]}\n\n");
    private static readonly byte[] Finish = Encoding.UTF8.GetBytes($$"""{{Chunk}}},"finish_reason":"stop"}]}{{"\n\n"}}""");
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public async Task CompleteAsync(HttpContext context)
    {
        var arrived = Stopwatch.GetTimestamp();
        long? asked;
        int messages;
        int characters;
        using (var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted))
            (asked, messages, characters) = Read(body.RootElement);
        if (asked is not { } id || ledger.ModelCalled(id, messages - 1) is not { } turn)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        var output = context.Response.BodyWriter;
        output.Write(Role);
        for (var chunk = 0; chunk < text.Chunks; chunk++)
        {
            if (time > TimeSpan.Zero)
                await WaitAsync(output, time * (chunk + 1) / text.Chunks - Stopwatch.GetElapsedTime(arrived), context.RequestAborted);
            output.Write(Before);
            output.Write(text.ChunkOf(id, chunk));
            output.Write(After);
        }

        output.Write(Finish);
        output.Write(Usage(characters / 4, text.Characters / 4));
        output.Write(Done);
        // Counted before the last bytes are sent: the answer may be in the chat before this method continues.
        turn.AddModelTime(Stopwatch.GetElapsedTime(arrived));
        await output.FlushAsync(context.RequestAborted);
    }

    private static async Task WaitAsync(PipeWriter output, TimeSpan wait, CancellationToken cancellationToken)
    {
        await output.FlushAsync(cancellationToken);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, cancellationToken);
    }

    /// <summary>The turn of the question, the number of messages of the conversation, and the length of the prompt.</summary>
    private static (long? Turn, int Messages, int Characters) Read(JsonElement request)
    {
        var (turn, messages, characters) = ((long?)null, 0, 0);
        foreach (var message in request.GetProperty("messages").EnumerateArray())
        {
            var content = ContentOf(message);
            characters += content.Length;
            if (message.GetProperty("role").ValueEquals("user"u8))
                turn = AnswerText.TurnAsked(content);
            else if (!message.GetProperty("role").ValueEquals("assistant"u8))
                continue;
            messages++;
        }

        return (turn, messages, characters);
    }

    // "content": "…" or [{"type":"text","text":"…"}, …]
    private static string ContentOf(JsonElement message)
    {
        var content = message.GetProperty("content");
        return content.ValueKind == JsonValueKind.String
            ? content.GetString()!
            : string.Concat(content.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : ""));
    }

    private static byte[] Usage(int prompt, int completion) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$"""data: {"id":"chatcmpl-load","object":"chat.completion.chunk","created":1,"model":"gpt-5-mini","choices":[],"usage":{"prompt_tokens":{{{prompt}}},"completion_tokens":{{{completion}}},"total_tokens":{{{prompt + completion}}}}}{{{"\n\n"}}}"""));
}
