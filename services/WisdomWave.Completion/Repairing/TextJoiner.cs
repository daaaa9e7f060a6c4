using System.Text;

namespace WisdomWave.Completion.Repairing;

/// <summary>
/// Decodes JSON strings that follow each other in a stream. A server that cuts its text between bytes sends half a character in
/// one chunk and the rest in the next: what is not whole yet waits here.
/// </summary>
internal sealed class TextJoiner
{
    private const char Replacement = '\uFFFD';

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private bool _hasBytes;
    private char _high;

    /// <summary>Whether half a character waits for its rest.</summary>
    public bool IsWaiting => _hasBytes || _high != 0;

    /// <param name="raw">The string between its quotation marks, escapes included; its bytes may be broken.</param>
    /// <returns>Valid text.</returns>
    public string Take(ReadOnlySpan<byte> raw)
    {
        var decoded = new StringBuilder(raw.Length);
        while (raw.Length > 0)
        {
            var escape = raw.IndexOf((byte)'\\');
            Decode(escape < 0 ? raw : raw[..escape], isCut: escape < 0, decoded);
            if (escape < 0)
                break;

            raw = raw[escape..];
            raw = raw[Unescape(raw, decoded)..];
        }

        return Paired(decoded);
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool isCut, StringBuilder decoded)
    {
        var chars = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        _decoder.Convert(bytes, chars, flush: !isCut, out _, out var written, out var isComplete);
        decoded.Append(chars, 0, written);

        // The decoder does not tell that it keeps bytes, except by wanting more when it is asked for all.
        _hasBytes = isCut && (!isComplete || EndsInside(bytes));
    }

    // The beginning of a sequence among the last three bytes that announces more than there are.
    private static bool EndsInside(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var value = bytes[^back];
            if ((value & 0xC0) == 0x80)
                continue;
            var length = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : value >= 0xC0 ? 2 : 1;
            return length > back;
        }

        return false;
    }

    /// <returns>The length of the escape.</returns>
    private static int Unescape(ReadOnlySpan<byte> raw, StringBuilder decoded)
    {
        if (raw.Length > 5 && raw[1] == 'u' && System.Buffers.Text.Utf8Parser.TryParse(raw.Slice(2, 4), out ushort unit, out var read, 'x') && read == 4)
        {
            decoded.Append((char)unit);
            return 6;
        }

        if (raw.Length < 2)
            return raw.Length;

        decoded.Append((char)raw[1] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'f' => '\f',
            var itself => itself,
        });
        return 2;
    }

    // Half a pair at the end waits; half a pair anywhere else is replaced, as no text may have it.
    private string Paired(StringBuilder decoded)
    {
        if (_high != 0)
            decoded.Insert(0, _high);
        _high = '\0';
        for (var i = 0; i < decoded.Length; i++)
        {
            var unit = decoded[i];
            if (!char.IsSurrogate(unit))
                continue;
            if (char.IsHighSurrogate(unit) && i + 1 < decoded.Length && char.IsLowSurrogate(decoded[i + 1]))
            {
                i++;
            }
            else if (char.IsHighSurrogate(unit) && i + 1 == decoded.Length)
            {
                _high = unit;
                decoded.Length--;
            }
            else
            {
                decoded[i] = Replacement;
            }
        }

        return decoded.ToString();
    }
}
