using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WisdomWave.Completion.Models.Failures;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>Writes the events of a stream as the OpenAI SDK expects them.</summary>
internal sealed class ChunkWriter(IBufferWriter<byte> output) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <param name="chunk">The server's chunk, from which id and model are copied.</param>
    /// <param name="text">Text of the answer; may be empty.</param>
    /// <param name="reasoning">Text of the reasoning; may be empty.</param>
    /// <param name="refusal">Null unless the model refuses to answer.</param>
    /// <param name="finish">The finish reason; null while the answer continues.</param>
    public void WriteChunk(JsonElement chunk, StringBuilder text, StringBuilder reasoning, string? refusal, string? finish)
    {
        Begin();
        foreach (var name in (string[])["id", "model"])
        {
            if (chunk.ValueKind == JsonValueKind.Object && chunk.TryGetProperty(name, out var value) && LenientJson.StringOf(value) is { Length: > 0 } known)
                _json.WriteString(name, known);
        }

        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, 0);
        _json.WriteStartObject("delta"u8);
        Write("content"u8, text);
        Write("reasoning_content"u8, reasoning);
        if (refusal is not null)
            _json.WriteString("refusal"u8, refusal);
        _json.WriteEndObject();
        _json.WriteString("finish_reason"u8, finish);
        _json.WriteEndObject();
        _json.WriteEndArray();
        Close();
    }

    public void WriteUsage(RepairedUsage usage)
    {
        Begin();
        _json.WriteStartArray("choices"u8);
        _json.WriteEndArray();
        usage.Write(_json);
        Close();
    }

    public void WriteError(ProviderError error)
    {
        output.Write("data: "u8);
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteStartObject("error"u8);
        _json.WriteString("message"u8, error.Message);
        _json.WriteString("type"u8, error.Type);
        _json.WriteString("param"u8, error.Param);
        _json.WriteString("code"u8, error.Code);
        _json.WriteEndObject();
        Close();
    }

    public void WriteDone() => output.Write("data: [DONE]\n\n"u8);

    public void Dispose() => _json.Dispose();

    private void Write(ReadOnlySpan<byte> name, StringBuilder text)
    {
        if (text.Length > 0)
            _json.WriteString(name, text.ToString());
    }

    private void Begin()
    {
        output.Write("data: "u8);
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("object"u8, "chat.completion.chunk"u8);
        _json.WriteNumber("created"u8, 0);
    }

    private void Close()
    {
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n\n"u8);
    }
}
