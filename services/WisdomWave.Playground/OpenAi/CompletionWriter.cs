using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WisdomWave.Playground.OpenAi;

/// <summary>Writes a chat completion as a whole or in chunks. The JSON that all chunks share is encoded once.</summary>
internal sealed class CompletionWriter : IDisposable
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PipeWriter _output;
    private readonly Utf8JsonWriter _json;
    private readonly string _id;
    private readonly long _created;
    private readonly string _model;
    private readonly byte[] _beforeContent;

    public CompletionWriter(PipeWriter output, string model, DateTimeOffset now)
    {
        (_output, _model, _created) = (output, model, now.ToUnixTimeSeconds());
        _id = $"chatcmpl-{Guid.CreateVersion7():N}";
        _json = new Utf8JsonWriter(output, Relaxed);
        _beforeContent = Encoding.UTF8.GetBytes(
            $$"""data: {"id":"{{_id}}","object":"chat.completion.chunk","created":{{_created}},"model":{{JsonSerializer.Serialize(model)}},"choices":[{"index":0,"delta":{"content":""");
    }

    public void Role()
    {
        Begin();
        WriteChoice("role"u8, "assistant", refusalText: null, finishReason: null);
        End();
    }

    public void Content(ReadOnlySpan<char> piece)
    {
        _output.Write(_beforeContent);
        _json.Reset(_output);
        _json.WriteStringValue(piece);
        _json.Flush();
        _output.Write("""},"logprobs":null,"finish_reason":null}]}"""u8);
        _output.Write("\n\n"u8);
    }

    public void Reasoning(ReadOnlySpan<char> piece)
    {
        Begin();
        var thought = piece.ToString();
        WriteDelta(json =>
        {
            json.WriteNull("content"u8);
            json.WriteString("reasoning_content"u8, thought);
        });
        End();
    }

    public void ToolCall()
    {
        Begin();
        WriteDelta(json =>
        {
            json.WriteStartArray("tool_calls"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, 0);
            json.WriteString("id"u8, "call_1"u8);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, "search"u8);
            json.WriteString("arguments"u8, "{}"u8);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        });
        End();
    }

    public void Refusal(string text)
    {
        Begin();
        WriteChoice(default, null, text, finishReason: null);
        End();
    }

    public void Finish(string reason)
    {
        Begin();
        WriteChoice(default, null, refusalText: null, reason);
        End();
    }

    public void Usage(int prompt, int cached, int completion, int reasoning)
    {
        Begin();
        _json.WriteStartArray("choices"u8);
        _json.WriteEndArray();
        WriteUsage(prompt, cached, completion, reasoning);
        End();
    }

    public void Error(ModelError error)
    {
        _output.Write("data: "u8);
        _json.Reset(_output);
        error.Write(_json);
        _json.Flush();
        _output.Write("\n\n"u8);
    }

    public void Done() => _output.Write("data: [DONE]\n\n"u8);

    public void Whole(string? content, string? refusal, string finishReason, int prompt, int cached, int completion, int reasoning)
    {
        WriteHead("chat.completion"u8);
        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, 0);
        _json.WriteStartObject("message"u8);
        _json.WriteString("role"u8, "assistant"u8);
        _json.WriteString("content"u8, content);
        _json.WriteString("refusal"u8, refusal);
        _json.WriteEndObject();
        _json.WriteNull("logprobs"u8);
        _json.WriteString("finish_reason"u8, finishReason);
        _json.WriteEndObject();
        _json.WriteEndArray();
        WriteUsage(prompt, cached, completion, reasoning);
        _json.WriteEndObject();
        _json.Flush();
    }

    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken) => _output.FlushAsync(cancellationToken);

    public void Dispose() => _json.Dispose();

    private void Begin()
    {
        _output.Write("data: "u8);
        WriteHead("chat.completion.chunk"u8);
    }

    private void WriteHead(ReadOnlySpan<byte> kind)
    {
        _json.Reset(_output);
        _json.WriteStartObject();
        _json.WriteString("id"u8, _id);
        _json.WriteString("object"u8, kind);
        _json.WriteNumber("created"u8, _created);
        _json.WriteString("model"u8, _model);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _output.Write("\n\n"u8);
    }

    private void WriteDelta(Action<Utf8JsonWriter> delta)
    {
        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, 0);
        _json.WriteStartObject("delta"u8);
        delta(_json);
        _json.WriteEndObject();
        _json.WriteNull("logprobs"u8);
        _json.WriteNull("finish_reason"u8);
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteChoice(ReadOnlySpan<byte> name, string? value, string? refusalText, string? finishReason)
    {
        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, 0);
        _json.WriteStartObject("delta"u8);
        if (!name.IsEmpty)
        {
            _json.WriteString(name, value);
            _json.WriteString("content"u8, ""u8);
        }

        if (refusalText is not null)
            _json.WriteString("refusal"u8, refusalText);
        _json.WriteEndObject();
        _json.WriteNull("logprobs"u8);
        _json.WriteString("finish_reason"u8, finishReason);
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteUsage(int prompt, int cached, int completion, int reasoning)
    {
        _json.WriteStartObject("usage"u8);
        _json.WriteNumber("prompt_tokens"u8, prompt);
        _json.WriteNumber("completion_tokens"u8, completion);
        _json.WriteNumber("total_tokens"u8, prompt + completion);
        _json.WriteStartObject("prompt_tokens_details"u8);
        _json.WriteNumber("cached_tokens"u8, cached);
        _json.WriteNumber("audio_tokens"u8, 0);
        _json.WriteEndObject();
        _json.WriteStartObject("completion_tokens_details"u8);
        _json.WriteNumber("reasoning_tokens"u8, reasoning);
        _json.WriteNumber("audio_tokens"u8, 0);
        _json.WriteNumber("accepted_prediction_tokens"u8, 0);
        _json.WriteNumber("rejected_prediction_tokens"u8, 0);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }
}
