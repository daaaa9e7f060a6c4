using System.Collections.Concurrent;
using Microsoft.ML.Tokenizers;

namespace WisdomWave.Dialog.Prompting;

/// <summary>Counts tokens as the models of one encoding do.</summary>
internal sealed class TokenCounter(string encoding)
{
    /// <summary>
    /// Byte-pair encoding is quadratic in the length of a run without a border (200,000 × "а" took 280 s), so that text
    /// is counted in pieces of this many UTF-16 units; a cut costs at most a token or two.
    /// </summary>
    private const int LongestPiece = 400;

    /// <summary>Once in the process: an encoding takes 0.6 s and 42 MB to load, and nothing in it changes.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<TiktokenTokenizer>> Tokenizers = new();

    private readonly TiktokenTokenizer _tokenizer =
        Tokenizers.GetOrAdd(encoding, name => new Lazy<TiktokenTokenizer>(() => TiktokenTokenizer.CreateForEncoding(name))).Value;

    public int Count(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        while (text.Length > 0)
        {
            var piece = text[..PieceLength(text)];
            tokens += _tokenizer.CountTokens(piece);
            text = text[piece.Length..];
        }

        return tokens;
    }

    /// <returns>How many characters of the text fit, from its start: whole pieces, so that it may be a little less than possible.</returns>
    public int FittingLength(ReadOnlySpan<char> text, int tokens)
    {
        var fitting = 0;
        while (fitting < text.Length)
        {
            var length = PieceLength(text[fitting..]);
            tokens -= _tokenizer.CountTokens(text.Slice(fitting, length));
            if (tokens < 0)
                break;
            fitting += length;
        }

        return fitting;
    }

    /// <summary>Cuts in front of the last white space, where tokens begin anyway; else between two characters.</summary>
    private static int PieceLength(ReadOnlySpan<char> text)
    {
        if (text.Length <= LongestPiece)
            return text.Length;

        for (var i = LongestPiece; i > LongestPiece / 2; i--)
        {
            if (char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1]))
                return i;
        }

        return char.IsHighSurrogate(text[LongestPiece - 1]) ? LongestPiece - 1 : LongestPiece;
    }
}
