using System.Text;
using System.Text.RegularExpressions;

namespace WisdomWave.Dialog.Prompting;

/// <summary>
/// Counts the tokens of a byte-pair encoding: text is cut into words, and the bytes of a word are merged, the pair of the lowest rank first,
/// until no two neighbours form a token. Special tokens such as <c>&lt;|endoftext|&gt;</c> count as the text that people typed.
/// </summary>
internal sealed partial class TokenEncoding
{
    private readonly TokenTable _table;
    private readonly Regex _words;

    private TokenEncoding(string name)
    {
        (_words, var package) = name switch
        {
            "o200k_base" => (O200kWords(), "Microsoft.ML.Tokenizers.Data.O200kBase"),
            "cl100k_base" => (Cl100kWords(), "Microsoft.ML.Tokenizers.Data.Cl100kBase"),
            _ => throw new ArgumentException($"There is no encoding {name}.", nameof(name)),
        };
        _table = TokenTable.Load(name, package);
    }

    /// <param name="name"><c>o200k_base</c> or <c>cl100k_base</c>.</param>
    public static TokenEncoding Load(string name) => new(name);

    public int Count(ReadOnlySpan<char> text)
    {
        const int LongestOnStack = 512;

        var tokens = 0;
        Span<byte> buffer = stackalloc byte[LongestOnStack];
        foreach (var word in _words.EnumerateMatches(text))
        {
            var characters = text.Slice(word.Index, word.Length);
            var length = Encoding.UTF8.GetByteCount(characters);
            var bytes = length <= LongestOnStack ? buffer[..length] : new byte[length];
            Encoding.UTF8.GetBytes(characters, bytes);
            tokens += _table.Rank(bytes) == TokenTable.NoToken ? PairMerger.OfThisThread.Merge(bytes, _table) : 1;
        }

        return tokens;
    }

    // The words of each encoding are part of its definition (https://github.com/openai/tiktoken). The time limit is far above any measured time.
    [GeneratedRegex(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|" +
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|" +
        @"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex O200kWords();

    [GeneratedRegex(
        @"'(?i:[sdmt]|ll|ve|re)|(?>[^\r\n\p{L}\p{N}]?)(?>\p{L}+)|(?>\p{N}{1,3})| ?(?>[^\s\p{L}\p{N}]+)(?>[\r\n]*)|(?>\s+)$|\s*[\r\n]|\s+(?!\S)|\s",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Cl100kWords();
}

/// <summary>Merges the bytes of a word in O(n log n). Its buffers are used again by the next word of the same thread.</summary>
internal sealed class PairMerger
{
    [ThreadStatic]
    private static PairMerger? _ofThisThread;

    private readonly PriorityQueue<int, long> _pairs = new();

    // Of the part that starts at an index: where the part before it starts, where it ends, and the rank of it with the part after it.
    private int[] _previous = [];
    private int[] _ends = [];
    private int[] _ranks = [];

    public static PairMerger OfThisThread => _ofThisThread ??= new PairMerger();

    /// <returns>The number of tokens that are left.</returns>
    public int Merge(ReadOnlySpan<byte> word, TokenTable table)
    {
        if (_ends.Length < word.Length)
            (_previous, _ends, _ranks) = (new int[word.Length], new int[word.Length], new int[word.Length]);
        for (var i = 0; i < word.Length; i++)
            (_previous[i], _ends[i]) = (i - 1, i + 1);
        for (var i = 0; i < word.Length; i++)
            QueuePair(i, word, table);

        var tokens = word.Length;
        while (_pairs.TryDequeue(out var part, out var order))
        {
            // A pair whose parts have grown meanwhile has another rank, and an entry of its own.
            if (_ranks[part] != RankOf(order))
                continue;

            var merged = _ends[part];
            _ranks[merged] = TokenTable.NoToken;
            _ends[part] = _ends[merged];
            if (_ends[part] < word.Length)
                _previous[_ends[part]] = part;
            tokens--;

            QueuePair(part, word, table);
            if (_previous[part] >= 0)
                QueuePair(_previous[part], word, table);
        }

        return tokens;
    }

    private void QueuePair(int part, ReadOnlySpan<byte> word, TokenTable table)
    {
        var next = _ends[part];
        _ranks[part] = next < word.Length ? table.Rank(word[part.._ends[next]]) : TokenTable.NoToken;
        if (_ranks[part] != TokenTable.NoToken)
            _pairs.Enqueue(part, Order(_ranks[part], part));
    }

    /// <summary>Of pairs of the same rank, the first in the word comes first.</summary>
    private static long Order(int rank, int part) => ((long)rank << 32) | (uint)part;

    private static int RankOf(long order) => (int)(order >> 32);
}
