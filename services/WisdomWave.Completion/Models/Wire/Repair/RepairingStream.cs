using System.Buffers;
using System.Text;
using System.Text.Json;
using WisdomWave.Completion.Models.Failures;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>
/// A provider's answer as server-sent events that the OpenAI SDK can read. It works line by line: valid chunks are copied unchanged, the
/// others are rewritten. JSON instead of a stream becomes chunks; a web page becomes an error.
/// </summary>
internal sealed class RepairingStream(Stream inner, bool isEventStream) : Stream
{
    private const int ReadSize = 16 * 1024;

    /// <summary>Larger than any chunk or complete answer.</summary>
    private const int MaxLength = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _output = new(ReadSize);
    private AnswerRepair? _repair;
    private byte[] _input = new byte[ReadSize];
    private int _inputStart;
    private int _inputEnd;
    private int _outputStart;
    private bool _hasEnded;
    private Kind _kind = Kind.Unknown;

    // Data that is not complete JSON; the next lines may complete it.
    private ArrayBufferWriter<byte>? _unfinished;
    private bool _isErrorEvent;

    private enum Kind
    {
        Unknown,
        Events,
        Json,
        Page,
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private AnswerRepair Repair => _repair ??= new AnswerRepair(_output);

    private ReadOnlySpan<byte> Unread => _input.AsSpan(_inputStart, _inputEnd - _inputStart);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_output.WrittenCount == _outputStart && !_hasEnded)
        {
            _output.ResetWrittenCount();
            _outputStart = 0;
            EnsureInputSpace();
            var read = await inner.ReadAsync(_input.AsMemory(_inputEnd), cancellationToken);
            _inputEnd += read;
            _hasEnded = read == 0;
            Process();
        }

        var count = Math.Min(buffer.Length, _output.WrittenCount - _outputStart);
        _output.WrittenSpan.Slice(_outputStart, count).CopyTo(buffer.Span);
        _outputStart += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream supports only asynchronous reads.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _repair?.Dispose();
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _repair?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void EnsureInputSpace()
    {
        if (_inputStart > 0)
        {
            Unread.CopyTo(_input);
            (_inputStart, _inputEnd) = (0, _inputEnd - _inputStart);
        }

        if (_inputEnd < _input.Length)
            return;
        if (_input.Length >= MaxLength)
            throw new IOException("A line of the provider's answer is too long.");
        Array.Resize(ref _input, _input.Length * 2);
    }

    private void Process()
    {
        if (_kind == Kind.Unknown && !DetectKind())
            return;
        if (_kind == Kind.Events)
        {
            while (TryTakeLine(out var line))
                ProcessLine(line);
            if (_hasEnded)
            {
                EndEvent();
                Repair.WriteUsage();
            }
        }
        else if (_hasEnded)
        {
            ProcessBody();
        }
    }

    private bool DetectKind()
    {
        var bytes = Unread;
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
            _inputStart += Encoding.UTF8.Preamble.Length;
        }
        else if (bytes.Length is > 0 and < 3 && bytes[0] == Encoding.UTF8.Preamble[0] && !_hasEnded)
        {
            return false;
        }

        bytes = bytes.TrimStart(" \t\r\n"u8);
        if (bytes.Length == 0 && !_hasEnded)
            return false;

        _kind = bytes.Length == 0 ? Kind.Events
            : bytes[0] is (byte)'{' or (byte)'[' ? Kind.Json
            : bytes[0] == '<' || (!isEventStream && !LooksLikeEvents(bytes)) ? Kind.Page
            : Kind.Events;
        return true;
    }

    // The field names of events, or a comment; the stream's first read may end anywhere inside them.
    private static bool LooksLikeEvents(ReadOnlySpan<byte> bytes)
    {
        foreach (var field in (string[])["data", "event", "id", "retry", ":"])
        {
            var length = Math.Min(bytes.Length, field.Length);
            if (bytes[..length].SequenceEqual(Encoding.ASCII.GetBytes(field).AsSpan(0, length)))
                return true;
        }

        return false;
    }

    private bool TryTakeLine(out ReadOnlyMemory<byte> line)
    {
        var unread = Unread;
        var end = unread.IndexOfAny((byte)'\n', (byte)'\r');

        // A carriage return at the end of the input may be the first half of a line end.
        if (end < 0 || (unread[end] == '\r' && end == unread.Length - 1 && !_hasEnded))
        {
            line = _hasEnded && unread.Length > 0 ? _input.AsMemory(_inputStart, unread.Length) : default;
            if (line.Length > 0)
                _inputStart = _inputEnd;
            return line.Length > 0;
        }

        line = _input.AsMemory(_inputStart, end);
        _inputStart += end + 1;
        if (unread[end] == '\r' && end + 1 < unread.Length && unread[end + 1] == '\n')
            _inputStart++;
        return true;
    }

    private void ProcessLine(ReadOnlyMemory<byte> line)
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

    private void ProcessData(ReadOnlyMemory<byte> data)
    {
        if (_unfinished is { WrittenCount: > 0 } unfinished)
        {
            unfinished.Write("\n"u8);
            unfinished.Write(data.Span);
            if (unfinished.WrittenCount > MaxLength)
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

        if (!Repair.AllowsPassThrough || !ChunkCheck.IsValid(bytes, out var hasText))
            return Repair.TryWrite(data) || IsNoise(bytes);

        Repair.HasText |= hasText;
        _output.Write("data: "u8);
        _output.Write(bytes);
        _output.Write("\n\n"u8);
        return true;
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

    private void ProcessBody()
    {
        if (_kind == Kind.Json && TryWriteValues())
            Repair.WriteDone();
        else
            Repair.Fail(new(AnswerRepair.NotACompletion, null, null, LenientJson.Excerpt(Unread)));
        _inputStart = _inputEnd;
    }

    /// <summary>Writes one complete answer, or chunks without the "data:" prefix.</summary>
    private bool TryWriteValues()
    {
        var reader = new Utf8JsonReader(Unread, new JsonReaderOptions { AllowMultipleValues = true });
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
