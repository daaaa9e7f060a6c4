using System.Collections.Concurrent;
using WisdomWave.Contracts;

namespace WisdomWave.Dialog.Prompting;

/// <summary>Counts tokens for one encoding.</summary>
internal sealed class TokenCounter(string encoding)
{
    /// <summary>
    /// Words are found by a regular expression that can be quadratic in the length of a run of letters, so text is counted in pieces of this
    /// many UTF-16 units; each cut adds at most a token or two.
    /// </summary>
    private const int LongestPiece = 400;

    /// <summary>Shared by the process, because it is immutable.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<TokenEncoding>> Encodings = new();

    private readonly TokenEncoding _encoding =
        Encodings.GetOrAdd(encoding, name => new Lazy<TokenEncoding>(() => TokenEncoding.Load(name))).Value;

    public int Count(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        while (text.Length > 0)
        {
            var piece = text[..PieceLength(text)];
            tokens += _encoding.Count(piece);
            text = text[piece.Length..];
        }

        return tokens;
    }

    /// <returns>How many characters from the start fit into the tokens. Counts whole pieces, so it can be a little less than possible.</returns>
    public int FittingLength(ReadOnlySpan<char> text, int tokens)
    {
        var fitting = 0;
        while (fitting < text.Length)
        {
            var length = PieceLength(text[fitting..]);
            tokens -= _encoding.Count(text.Slice(fitting, length));
            if (tokens < 0)
                break;
            fitting += length;
        }

        return fitting;
    }

    /// <summary>Cuts before the last white space, where a token starts anyway, or else between two characters.</summary>
    private static int PieceLength(ReadOnlySpan<char> text)
    {
        if (text.Length <= LongestPiece)
            return text.Length;

        for (var i = LongestPiece; i > LongestPiece / 2; i--)
        {
            if (char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1]))
                return i;
        }

        return Utf16Text.SafeLength(text, LongestPiece);
    }
}

/// <summary>One shared counter per encoding.</summary>
internal sealed class TokenCounters(ModelCatalog models)
{
    private readonly ConcurrentDictionary<string, Lazy<TokenCounter>> _byEncoding = new();

    /// <summary>Whether all models use one encoding, so that counts stay valid when a person changes the model.</summary>
    public bool AreAllAlike { get; } = models.Offered.DistinctBy(model => ModelEncoding.Of(model.Name)).Count() == 1;

    public TokenCounter For(OfferedModel model) =>
        _byEncoding.GetOrAdd(ModelEncoding.Of(model.Name), encoding => new Lazy<TokenCounter>(() => new TokenCounter(encoding))).Value;
}

/// <summary>Maps a model to its token encoding.</summary>
internal static class ModelEncoding
{
    /// <summary>
    /// gpt-3.5 and the first gpt-4 use cl100k; newer OpenAI models use o200k, which is also the better guess for other vendors' models. The
    /// tokenizer library's own table throws for unknown names and maps <c>ft:gpt-4.1</c> to gpt-4.
    /// </summary>
    public static string Of(string model)
    {
        // "openai/gpt-4" (a router's prefix), "ft:gpt-4o:team::id" (a fine-tuned model).
        var name = model[(model.LastIndexOf('/') + 1)..];
        if (name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase))
            name = name[3..];

        var isFirstGpt4 = Starts("gpt-4") && !Starts("gpt-4o") && !Starts("gpt-4.1") && !Starts("gpt-4.5");
        return Starts("gpt-3.5") || isFirstGpt4 ? "cl100k_base" : "o200k_base";

        bool Starts(string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
    }
}
