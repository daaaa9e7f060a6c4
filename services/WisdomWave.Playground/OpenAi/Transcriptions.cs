using System.Globalization;
using System.Text.Json;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.OpenAi.Wire;

namespace WisdomWave.Playground.OpenAi;

/// <summary><c>POST /v1/audio/transcriptions</c>: ignores the audio and returns a text with the file's name and a question.</summary>
internal sealed class Transcriptions(InjectedFaults faults, CallLog callLog, TimeProvider time)
{
    private const int BytesPerSecond = 2_000;
    private const int TokensPerSecond = 10;

    public async Task TranscribeAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await ModelReplies.WriteAsync(context, ModelError.Malformed("A multipart form with file and model is needed."));
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form.Files.GetFile("file") is not { Length: > 0 } file || form["model"].ToString() is not { Length: > 0 } model)
        {
            await ModelReplies.WriteAsync(context, ModelError.Malformed("'file' and 'model' are needed."));
            return;
        }

        var began = time.GetUtcNow();
        var fault = faults.Next(model, file.FileName, out var cleared);
        var seconds = Math.Max(1, file.Length / BytesPerSecond);
        var text = Text(file.FileName, seconds, form["language"].ToString());
        var (promptTokens, completionTokens) = ((int)seconds * TokensPerSecond, TokenEstimate.Of(text));
        var isCancelled = false;
        callLog.Begin();
        try
        {
            await ModelReplies.WriteAsync(context, fault, model, cleared, time, () => form["response_format"] == "text"
                ? WriteTextAsync(context, text)
                : ModelReplies.WriteAsync(context, json => Write(json, model, text, seconds, promptTokens, completionTokens)));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            isCancelled = true;
        }
        finally
        {
            var isAnswered = fault is null or { Kind: ModelFaultKind.SlowFirstToken or ModelFaultKind.Hold } && !isCancelled;
            callLog.End(new ModelCallRecord
            {
                At = began,
                Operation = "transcription",
                Model = model,
                Messages = [new PromptMessage("user", file.FileName)],
                Answer = isAnswered ? text : "",
                PromptTokens = promptTokens,
                CompletionTokens = isAnswered ? completionTokens : 0,
                Status = context.Response.StatusCode,
                Cancelled = isCancelled,
                Fault = fault?.Kind,
            });
        }
    }

    private static Task WriteTextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }

    // whisper-1 is billed by duration, its successors by tokens.
    private static void Write(Utf8JsonWriter json, string model, string text, long seconds, int promptTokens, int completionTokens)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteStartObject("usage"u8);
        if (model.StartsWith("whisper", StringComparison.Ordinal))
        {
            json.WriteString("type"u8, "duration"u8);
            json.WriteNumber("seconds"u8, seconds);
        }
        else
        {
            json.WriteString("type"u8, "tokens"u8);
            json.WriteNumber("input_tokens"u8, promptTokens);
            json.WriteStartObject("input_token_details"u8);
            json.WriteNumber("text_tokens"u8, 0);
            json.WriteNumber("audio_tokens"u8, promptTokens);
            json.WriteEndObject();
            json.WriteNumber("output_tokens"u8, completionTokens);
            json.WriteNumber("total_tokens"u8, promptTokens + completionTokens);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Text(string fileName, long seconds, string language) =>
        language.StartsWith("ru", StringComparison.OrdinalIgnoreCase) || ScriptedModel.IsRussian(fileName)
            ? string.Create(CultureInfo.InvariantCulture, $"Привет! Это голосовое сообщение примерно на {seconds} с, файл {fileName}. Что ты умеешь?")
            : string.Create(CultureInfo.InvariantCulture, $"Hello! This is a voice message of about {seconds} s, file {fileName}. What can you do?");
}
