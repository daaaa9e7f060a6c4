using System.Buffers;
using System.Text.Json;
using WisdomWave.Completion.Models.Failures;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>Processes the lines of a provider's stream: merges the text of valid chunks, and passes everything else to <see cref="AnswerRepair"/>.</summary>
internal sealed class EventStreamRepair(IBufferWriter<byte> output) : IDisposable
{
    private static readonly byte[] LaterTextEnd = [.. "\"}}]}\n\n"u8];

    private AnswerRepair? _repair;

    // Data that is not complete JSON; the next lines may complete it.
    private ArrayBufferWriter<byte>? _unfinished;
    private bool _isErrorEvent;
    private bool _hasPassedChunk;

    // The end of the chunk whose text the next lines may continue.
    private byte[]? _textEnd;

    private AnswerRepair Repair => _repair ??= new AnswerRepair(output);

    /// <summary>Processes a line of a stream.</summary>
    public void AddLine(ReadOnlyMemory<byte> line)
    {
        var bytes = line.Span;
        if (bytes.StartsWith("data:"u8))
        {
            var skip = bytes.Length > 5 && bytes[5] == ' ' ? 6 : 5;
            ProcessData(line[skip..]);
        }
        else if (bytes.Length == 0)
        {
            EndEvent();
        }
        else if (bytes.StartsWith("event:"u8))
        {
            _isErrorEvent = bytes[6..].Trim((byte)' ').SequenceEqual("error"u8);
        }
        else if (bytes[0] is (byte)'{' or (byte)'[')
        {
            // Some servers that fail during a stream write their error without the "data:" prefix.
            ProcessData(line);
        }
    }

    /// <summary>Processes a complete body that is not a stream.</summary>
    public void AddBody(ReadOnlySpan<byte> body, bool isJson)
    {
        if (isJson && TryWriteValues(body))
            Repair.WriteDone();
        else
            Repair.Fail(new(AnswerRepair.NotACompletion, null, null, LenientJson.Excerpt(body)));
    }

    /// <summary>Ends the chunk with the text of the lines so far. Call it when no further line is available.</summary>
    public void EndText()
    {
        if (_textEnd is not null)
            output.Write(_textEnd);
        _textEnd = null;
    }

    /// <summary>Ends the stream: writes the usage if the server sent one without <c>[DONE]</c>.</summary>
    public void End()
    {
        EndEvent();
        EndText();
        Repair.WriteUsage();
    }

    public void Dispose() => _repair?.Dispose();

    private void ProcessData(ReadOnlyMemory<byte> data)
    {
        if (_unfinished is { WrittenCount: > 0 } unfinished)
        {
            unfinished.Write("\n"u8);
            unfinished.Write(data.Span);
            if (unfinished.WrittenCount > RepairingStream.MaxLength)
                throw new IOException("An event of the provider's answer is too long.");
            if (TryWrite(unfinished.WrittenMemory))
                unfinished.ResetWrittenCount();
            return;
        }

        if (!TryWrite(data))
            (_unfinished ??= new()).Write(data.Span);
    }

    private bool TryWrite(ReadOnlyMemory<byte> data)
    {
        var bytes = data.Span;
        if (!_isErrorEvent && Repair.AllowsPassThrough && ChunkCheck.IsValid(bytes, out var content))
        {
            Repair.HasText |= content.HasText;
            Pass(bytes, content);
            return true;
        }

        EndText();
        if (bytes.Trim((byte)' ').SequenceEqual("[DONE]"u8))
        {
            Repair.WriteDone();
            return true;
        }

        if (_isErrorEvent)
        {
            Repair.Fail(ProviderError.FromBody(data) ?? new(null, null, null, LenientJson.Excerpt(bytes)));
            return true;
        }

        return Repair.TryWrite(data) || IsNoise(bytes);
    }

    /// <summary>
    /// Text that arrives together becomes one chunk: each chunk costs the SDK and the pipeline the same, however short it is. The first
    /// chunk keeps its other fields, because it names the model; of later ones only the text is needed.
    /// </summary>
    private void Pass(ReadOnlySpan<byte> chunk, ChunkContent content)
    {
        if (!content.IsOnlyText)
        {
            EndText();
            WriteData(chunk);
            output.Write("\n\n"u8);
        }
        else if (!_hasPassedChunk)
        {
            WriteData(chunk[..content.Text.End]);
            _textEnd = [.. chunk[content.Text.End..], .. "\n\n"u8];
        }
        else
        {
            if (_textEnd is null)
                WriteData("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\""u8);
            _textEnd ??= LaterTextEnd;
            output.Write(chunk[content.Text]);
        }

        _hasPassedChunk = true;
    }

    private void WriteData(ReadOnlySpan<byte> json)
    {
        output.Write("data: "u8);
        output.Write(json);
    }

    // "ping", "heartbeat" or empty: not part of an answer.
    private static bool IsNoise(ReadOnlySpan<byte> data) => data.Trim((byte)' ') is not [(byte)'{' or (byte)'[', ..];

    private void EndEvent()
    {
        _isErrorEvent = false;
        if (_unfinished is not { WrittenCount: > 0 } unfinished)
            return;

        unfinished.ResetWrittenCount();
        Repair.MarkDamaged();
    }

    /// <summary>Writes one complete answer, or chunks without the "data:" prefix.</summary>
    private bool TryWriteValues(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowMultipleValues = true });
        var hasAnswer = false;
        try
        {
            while (reader.Read())
            {
                using var value = JsonDocument.ParseValue(ref reader);
                var root = value.RootElement;
                foreach (var answer in root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : (JsonElement[])[root])
                    hasAnswer |= IsAnswer(answer) && Repair.TryWrite(answer);
            }
        }
        catch (JsonException)
        {
            // The connection broke inside a value; the text of complete chunks before it is kept.
            Repair.MarkDamaged();
        }

        return hasAnswer;
    }

    private static bool IsAnswer(JsonElement value) =>
        value.Find("choices"u8) is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } || ProviderError.FromElement(value) is not null;
}
