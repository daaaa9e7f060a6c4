using System.Buffers;
using System.Text;
using System.Text.Json;
using WisdomWave.Completion.Models.Failures;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>
/// Rewrites the chunks that <see cref="ChunkCheck"/> rejects: with only the fields that are used, each of the type that the SDK expects.
/// It also repairs the end of the answer: it adds a finish reason that is missing before <c>[DONE]</c>, and writes the usage once at the
/// end even if the server sends it in every chunk.
/// </summary>
internal sealed class AnswerRepair(IBufferWriter<byte> output) : IDisposable
{
    /// <summary>The error code of a response that is not a completion, such as a web page or another API's JSON.</summary>
    public const string NotACompletion = "not_a_completion";

    private static readonly ProviderError Unreadable = new(null, "server_error", null, "A part of the stream could not be read.");
    private static readonly ProviderError Aborted = new(null, "server_error", null, "The server aborted the answer: finish_reason is an error.");

    private readonly ChunkWriter _writer = new(output);
    private readonly JsonTextDecoder _text = new();
    private readonly JsonTextDecoder _reasoning = new();
    private bool _hasTools;
    private bool _hasFailed;
    private bool _isDamaged;
    private RepairedUsage? _usage;

    /// <summary>Whether a valid chunk may pass unchanged, because it does not start with the rest of an incomplete character.</summary>
    public bool AllowsPassThrough => !_text.IsIncomplete && !_reasoning.IsIncomplete;

    public bool HasText { get; set; }

    private bool IsFinished { get; set; }

    /// <returns>False if the data is not a JSON chunk; then nothing is written.</returns>
    public bool TryWrite(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var chunk = JsonDocument.Parse(json);
            return TryWrite(chunk.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public bool TryWrite(JsonElement chunk)
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
        if (choice is { } first)
        {
            Collect(first, text, reasoning, ref refusal);
            finish = FinishReasons.Map(first.Find("finish_reason"u8) is { } reason ? LenientJson.StringOf(reason) : null);
        }

        HasText |= text.Length > 0;
        if (error is null && finish is not null)
            error = _isDamaged ? Unreadable : finish == FinishReasons.Failed ? Aborted : null;
        if (error is not null)
        {
            _writer.WriteChunk(chunk, text, reasoning, refusal, finish: null);
            Fail(error);
            return true;
        }

        _writer.WriteChunk(chunk, text, reasoning, refusal, Finished(finish));
        return true;
    }

    /// <summary>Notes that a payload could not be read, so part of the answer may be missing.</summary>
    public void MarkDamaged() => _isDamaged = true;

    /// <summary>Handles <c>[DONE]</c>: the answer is complete even without a finish reason.</summary>
    public void WriteDone()
    {
        if (!IsFinished && !_hasFailed)
        {
            if (_isDamaged)
                Fail(Unreadable);
            else
                _writer.WriteChunk(default, new(), new(), null, Finished(FinishReasons.Stop));
        }

        WriteUsage();
        _writer.WriteDone();
    }

    /// <summary>Writes the usage if the server sent one and it is not written yet.</summary>
    public void WriteUsage()
    {
        if (_usage is not { } usage)
            return;

        _usage = null;
        _writer.WriteUsage(usage);
    }

    public void Fail(ProviderError error)
    {
        if (_hasFailed)
            return;

        // The usage precedes the error, because nothing after an error is read.
        _hasFailed = true;
        WriteUsage();
        _writer.WriteError(error);
    }

    public void Dispose() => _writer.Dispose();

    private string? Finished(string? finish)
    {
        if (finish is null || IsFinished)
            return null;

        IsFinished = true;
        return _hasTools && !HasText ? FinishReasons.ToolCalls : finish;
    }

    // The first choice; requests do not ask for more.
    private static JsonElement? ChoiceOf(JsonElement chunk) =>
        chunk.Find("choices"u8) is not { } choices ? null
        : choices.ValueKind == JsonValueKind.Array ? choices.GetArrayLength() > 0 && choices[0].ValueKind == JsonValueKind.Object ? choices[0] : null
        : choices.ValueKind == JsonValueKind.Object ? choices
        : null;

    private void Collect(JsonElement choice, StringBuilder text, StringBuilder reasoning, ref string? refusal)
    {
        // A message after deltas repeats their text.
        var delta = choice.Find("delta"u8) ?? (HasText ? null : choice.Find("message"u8));
        if (delta is not { ValueKind: JsonValueKind.Object } fields)
        {
            if (delta is { ValueKind: JsonValueKind.String } plain)
                Append(plain, text, _text);
            else if (!HasText && choice.Find("text"u8) is { } legacy)
                Append(legacy, text, _text);
            return;
        }

        if (fields.Find("content"u8) is { } content)
            CollectParts(content, text, reasoning);
        if ((fields.Find("reasoning_content"u8) ?? fields.Find("reasoning"u8) ?? fields.Find("thinking"u8)) is { } thinking)
            CollectParts(thinking, reasoning, reasoning);
        if (fields.Find("refusal"u8) is { } refused && LenientJson.StringOf(refused) is { Length: > 0 } sentence)
            refusal = sentence;
        _hasTools |= fields.Find("tool_calls"u8) is { ValueKind: JsonValueKind.Array } tools && tools.GetArrayLength() > 0 || fields.Find("function_call"u8) is not null;
    }

    /// <summary>A string, a number, or a list of <c>{"type":"text","text":"…"}</c> and of <c>{"type":"thinking","thinking":[…]}</c>.</summary>
    private void CollectParts(JsonElement content, StringBuilder text, StringBuilder reasoning)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var part in content.EnumerateArray())
                    CollectParts(part, text, reasoning);
                break;
            case JsonValueKind.Object:
                if ((content.Find("thinking"u8) ?? content.Find("reasoning"u8)) is { } thinking)
                    CollectParts(thinking, reasoning, reasoning);
                else if ((content.Find("text"u8) ?? content.Find("content"u8) ?? content.Find("value"u8)) is { } inner)
                    CollectParts(inner, text, reasoning);
                break;
            default:
                Append(content, text, ReferenceEquals(text, reasoning) ? _reasoning : _text);
                break;
        }
    }

    private static void Append(JsonElement value, StringBuilder to, JsonTextDecoder decoder)
    {
        if (value.ValueKind == JsonValueKind.String)
            to.Append(decoder.Decode(LenientJson.RawText(value)));
        else if (value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            to.Append(value.GetRawText());
    }
}
