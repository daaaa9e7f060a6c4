using System.Text;

namespace WisdomWave.Completion.Models.Wire.Repair;

/// <summary>
/// Decodes consecutive JSON strings of a stream. A server that splits its text between bytes sends half a character in one chunk and the
/// rest in the next; the decoder keeps an incomplete character until its rest arrives.
/// </summary>
internal sealed class JsonTextDecoder
{
    private const char Replacement = '\uFFFD';

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private bool _hasBytes;
    private char _high;

    /// <summary>Whether the last string ended with an incomplete character.</summary>
    public bool IsIncomplete => _hasBytes || _high != 0;

    /// <param name="raw">The bytes between the quotation marks, escapes included; they may be invalid.</param>
    /// <returns>Valid text.</returns>
    public string Decode(ReadOnlySpan<byte> raw)
    {
        var decoded = new StringBuilder(raw.Length);
        while (raw.Length > 0)
        {
            var escape = raw.IndexOf((byte)'\\');
            DecodeBytes(escape < 0 ? raw : raw[..escape], isEnd: escape < 0, decoded);
            if (escape < 0)
                break;

            raw = raw[escape..];
            raw = raw[Unescape(raw, decoded)..];
        }

        return ReplaceLoneSurrogates(decoded);
    }

    private void DecodeBytes(ReadOnlySpan<byte> bytes, bool isEnd, StringBuilder decoded)
    {
        var chars = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        _decoder.Convert(bytes, chars, flush: !isEnd, out _, out var written, out var isComplete);
        decoded.Append(chars, 0, written);

        // The decoder does not reliably report that it keeps bytes, so the end is checked too.
        _hasBytes = isEnd && (!isComplete || EndsInsideCharacter(bytes));
    }

    // Whether one of the last three bytes starts a sequence that needs more bytes than follow.
    private static bool EndsInsideCharacter(ReadOnlySpan<byte> bytes)
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

    // A high surrogate at the end is kept for the next string; all other lone surrogates are replaced, because they are invalid text.
    private string ReplaceLoneSurrogates(StringBuilder decoded)
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
