using System.Globalization;
using System.Text;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax.Inlines;

namespace WisdomWave.Ingress.Rendering.Parsing;

/// <summary>
/// Parses emphasis the way models write it. CommonMark leaves <c>**Note!**Next</c> unformatted, because a delimiter between punctuation
/// and a letter may only open emphasis; here a double delimiter may also close it.
/// </summary>
internal sealed class BoundedEmphasisParser : EmphasisInlineParser
{
    /// <summary>Models use at most three delimiters in a row. Markdig nests one element per one or two of them.</summary>
    private const int LongestRun = 12;

    private const int Strong = 2;

    public static BoundedEmphasisParser Like(EmphasisInlineParser other)
    {
        var parser = new BoundedEmphasisParser { CjkFriendlyEmphasis = other.CjkFriendlyEmphasis };
        parser.EmphasisDescriptors.Clear();
        parser.EmphasisDescriptors.AddRange(other.EmphasisDescriptors);
        return parser;
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var (start, mark) = (slice.Start, slice.CurrentChar);
        var run = slice.AsSpan().IndexOfAnyExcept(mark) is >= 0 and var length ? length : slice.Length;
        if (run > LongestRun || IsPath(slice, run) || !LeafBudget.Of(processor).TakeEmphasis())
        {
            processor.Inline = new LiteralInline { Content = new StringSlice(slice.Text, start, start + run - 1) };
            slice.Start += run;
            return true;
        }

        if (!base.Match(processor, ref slice))
            return false;
        if (mark != '_' && run == Strong && processor.Inline is EmphasisDelimiterInline delimiter)
            delimiter.Type = TypeOf(delimiter.Type, RuneBefore(slice.Text, start), RuneAt(slice.Text, start + run, slice.End));
        return true;
    }

    private static DelimiterType TypeOf(DelimiterType type, Rune before, Rune after) => type switch
    {
        // **Важно!**Далее
        DelimiterType.Open when IsSign(before) && !Opens(before) && Rune.IsLetterOrDigit(after) => DelimiterType.Open | DelimiterType.Close,
        // слово**«Цитата»**
        DelimiterType.Close when Rune.IsLetterOrDigit(before) && IsSign(after) && !Closes(after) => DelimiterType.Open | DelimiterType.Close,
        _ => type,
    };

    // src/**/*.cs
    private static bool IsPath(StringSlice slice, int run) =>
        slice.CurrentChar == '*' && run == Strong && slice.PeekCharExtra(-1) is '/' && slice.PeekCharExtra(run) is '/';

    private static bool IsSign(Rune rune) => Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);

    private static bool Opens(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    private static bool Closes(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation
        || rune.Value is '.' or ',' or ';' or ':' or '!' or '?' or '…';

    private static Rune RuneBefore(string text, int index)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(0, index), out var rune, out var consumed);
        return consumed == 0 ? default : rune;
    }

    private static Rune RuneAt(string text, int index, int last)
    {
        if (index > last)
            return default;
        Rune.DecodeFromUtf16(text.AsSpan(index, last - index + 1), out var rune, out _);
        return rune;
    }
}
