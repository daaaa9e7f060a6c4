using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WisdomWave.Completion.Models;

namespace WisdomWave.Completion.Repairing;

/// <summary>
/// Writes anew what <see cref="ChunkCheck"/> does not pass: the chunk with only those fields that are used, each of the type that the
/// SDK reads. Knows what the answer has had so far, so that its end can be put right too: a finish reason that is missing before
/// <c>[DONE]</c>, and one count of tokens at the end instead of one in every chunk.
/// </summary>
internal sealed class AnswerRepair(IBufferWriter<byte> output) : IDisposable
{
    /// <summary>The error code of an answer that is no completion at all: a web page, another API's JSON.</summary>
    public const string NotACompletion = "not_a_completion";

    private static readonly ProviderError Unreadable = new(null, "server_error", null, "A part of the stream could not be read.");
    private static readonly ProviderError GivenUp = new(null, "server_error", null, "The server gave up: finish_reason is an error.");

    private readonly Utf8JsonWriter _json = new(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private readonly TextJoiner _text = new();
    private readonly TextJoiner _reasoning = new();
    private bool _hasTools;
    private bool _hasFailed;
    private bool _isDamaged;
    private RepairedUsage? _usage;

    /// <summary>Whether a chunk that looks good may pass as it is: no half character waits for its rest.</summary>
    public bool TakesGoodChunks => !_text.IsWaiting && !_reasoning.IsWaiting;

    public bool HasText { get; set; }

    private bool IsFinished { get; set; }

    /// <returns>False when it is no JSON, or JSON that is no chunk; then nothing is written.</returns>
    public bool Take(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var chunk = JsonDocument.Parse(json);
            return Take(chunk.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public bool Take(JsonElement chunk)
    {
        var choice = ChoiceOf(chunk);
        var error = choice is null || chunk.Find("error"u8) is not null ? ProviderError.FromElement(chunk) : null;
        if (choice is null && error is not null)
        {
            Fail(error);
            return true;
        }

        var usage = chunk.Find("usage"u8) is { } counted ? RepairedUsage.Of(counted) : null;
        _usage = usage ?? _usage;
        if (chunk.ValueKind != JsonValueKind.Object)
            return false;

        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        string? refusal = null;
        string? finish = null;
        if (choice is { } said)
        {
            Collect(said, text, reasoning, ref refusal);
            finish = FinishWords.Of(said.Find("finish_reason"u8) is { } reason ? JsonTexts.StringOf(reason) : null);
        }

        HasText |= text.Length > 0;
        if (error is null && finish is not null)
            error = _isDamaged ? Unreadable : finish == FinishWords.Failed ? GivenUp : null;
        if (error is not null)
        {
            WriteChunk(chunk, text, reasoning, refusal, finish: null);
            Fail(error);
            return true;
        }

        WriteChunk(chunk, text, reasoning, refusal, Finished(finish));
        return true;
    }

    /// <summary>A payload could not be read: a part of the answer may be missing.</summary>
    public void Damage() => _isDamaged = true;

    /// <summary><c>[DONE]</c>: the answer is complete, whether the server gave a reason or not.</summary>
    public void Done()
    {
        if (!IsFinished && !_hasFailed)
        {
            if (_isDamaged)
                Fail(Unreadable);
            else
                WriteChunk(default, new(), new(), null, Finished(FinishWords.Stop));
        }

        End();
        output.Write("data: [DONE]\n\n"u8);
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        if (_usage is not { } usage)
            return;

        _usage = null;
        Begin();
        _json.WriteStartArray("choices"u8);
        _json.WriteEndArray();
        usage.Write(_json);
        Close();
    }

    public void Fail(ProviderError error)
    {
        if (_hasFailed)
            return;

        // What the call took is told before: nothing is read after an error.
        _hasFailed = true;
        End();
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

    public void Dispose() => _json.Dispose();

    private string? Finished(string? finish)
    {
        if (finish is null || IsFinished)
            return null;

        IsFinished = true;
        return _hasTools && !HasText ? FinishWords.ToolCalls : finish;
    }

    // The first choice; we ask for no others.
    private static JsonElement? ChoiceOf(JsonElement chunk) =>
        chunk.Find("choices"u8) is not { } choices ? null
        : choices.ValueKind == JsonValueKind.Array ? choices.GetArrayLength() > 0 && choices[0].ValueKind == JsonValueKind.Object ? choices[0] : null
        : choices.ValueKind == JsonValueKind.Object ? choices
        : null;

    private void Collect(JsonElement choice, StringBuilder text, StringBuilder reasoning, ref string? refusal)
    {
        // A message that comes behind deltas repeats them.
        var delta = choice.Find("delta"u8) ?? (HasText ? null : choice.Find("message"u8));
        if (delta is not { ValueKind: JsonValueKind.Object } said)
        {
            if (delta is { ValueKind: JsonValueKind.String } words)
                Append(words, text, _text);
            else if (!HasText && choice.Find("text"u8) is { } legacy)
                Append(legacy, text, _text);
            return;
        }

        if (said.Find("content"u8) is { } content)
            Parts(content, text, reasoning);
        if ((said.Find("reasoning_content"u8) ?? said.Find("reasoning"u8) ?? said.Find("thinking"u8)) is { } thought)
            Parts(thought, reasoning, reasoning);
        if (said.Find("refusal"u8) is { } refused && JsonTexts.StringOf(refused) is { Length: > 0 } sentence)
            refusal = sentence;
        _hasTools |= said.Find("tool_calls"u8) is { ValueKind: JsonValueKind.Array } tools && tools.GetArrayLength() > 0 || said.Find("function_call"u8) is not null;
    }

    /// <summary>A string, a number, or a list of <c>{"type":"text","text":"…"}</c> and of <c>{"type":"thinking","thinking":[…]}</c>.</summary>
    private void Parts(JsonElement content, StringBuilder text, StringBuilder reasoning)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var part in content.EnumerateArray())
                    Parts(part, text, reasoning);
                break;
            case JsonValueKind.Object:
                if ((content.Find("thinking"u8) ?? content.Find("reasoning"u8)) is { } thought)
                    Parts(thought, reasoning, reasoning);
                else if ((content.Find("text"u8) ?? content.Find("content"u8) ?? content.Find("value"u8)) is { } words)
                    Parts(words, text, reasoning);
                break;
            default:
                Append(content, text, ReferenceEquals(text, reasoning) ? _reasoning : _text);
                break;
        }
    }

    private static void Append(JsonElement value, StringBuilder to, TextJoiner joiner)
    {
        if (value.ValueKind == JsonValueKind.String)
            to.Append(joiner.Take(JsonTexts.Between(value)));
        else if (value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            to.Append(value.GetRawText());
    }

    private void WriteChunk(JsonElement chunk, StringBuilder text, StringBuilder reasoning, string? refusal, string? finish)
    {
        Begin();
        foreach (var name in (string[])["id", "model"])
        {
            if (chunk.ValueKind == JsonValueKind.Object && chunk.TryGetProperty(name, out var value) && JsonTexts.StringOf(value) is { Length: > 0 } known)
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
