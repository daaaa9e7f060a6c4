using System.Globalization;
using WisdomWave.Playground.Faults;
using WisdomWave.Playground.OpenAi.Wire;

namespace WisdomWave.Playground.OpenAi;

/// <summary><c>POST /v1/audio/transcriptions</c>: nobody listens, but the words tell which file came and ask something.</summary>
internal sealed class Transcriptions(FaultBox faults, Ledger ledger, TimeProvider time)
{
    private const int BytesPerSecond = 2_000;

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

        ledger.Begin();
        var fault = faults.Next(model, file.FileName);
        var seconds = Math.Max(1, file.Length / BytesPerSecond);
        var text = Text(file.FileName, seconds, form["language"].ToString());
        if (fault is not null)
        {
            await ModelReplies.WriteAsync(context, ModelError.ByCode(fault.Code, model, fault.Status));
        }
        else if (form["response_format"] == "text")
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(text + "\n", context.RequestAborted);
        }
        else
        {
            await ModelReplies.WriteAsync(context, json =>
            {
                json.WriteStartObject();
                json.WriteString("text"u8, text);
                json.WriteStartObject("usage"u8);
                json.WriteString("type"u8, "duration"u8);
                json.WriteNumber("seconds"u8, seconds);
                json.WriteEndObject();
                json.WriteEndObject();
            });
        }

        ledger.End(new ModelCallRecord
        {
            At = time.GetUtcNow(),
            Operation = "transcription",
            Model = model,
            Messages = [new PromptMessage("user", file.FileName)],
            Answer = fault is null ? text : "",
            Status = context.Response.StatusCode,
            Fault = fault?.Kind,
        });
    }

    private static string Text(string fileName, long seconds, string language) =>
        language.StartsWith("ru", StringComparison.OrdinalIgnoreCase) || ScriptedModel.IsRussian(fileName)
            ? string.Create(CultureInfo.InvariantCulture, $"Привет! Это голосовое сообщение примерно на {seconds} с, файл {fileName}. Что ты умеешь?")
            : string.Create(CultureInfo.InvariantCulture, $"Hello! This is a voice message of about {seconds} s, file {fileName}. What can you do?");
}
