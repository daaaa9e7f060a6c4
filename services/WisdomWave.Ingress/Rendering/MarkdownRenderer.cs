using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using WisdomWave.Contracts;
using WisdomWave.Ingress.Rendering.Formulas;
using WisdomWave.Ingress.Rendering.Html;
using WisdomWave.Ingress.Rendering.Parsing;

namespace WisdomWave.Ingress.Rendering;

/// <summary>
/// Renders CommonMark and GFM as text with spans. Unlike Telegram's HTML and MarkdownV2 modes, entities cannot fail to parse on
/// Telegram's side, so every input, and every prefix of one, has a valid rendering.
/// </summary>
internal sealed partial class MarkdownRenderer
{
    private const string Rule = "———";
    private const int MaxLanguageLength = 64;

    /// <summary>UTF-16 units; 1.5 times what all messages of a reply can show. Text beyond it is not parsed, which bounds the work.</summary>
    private const int MaxFormatted = 48 * 1024;

    private const int MaxTitleSource = 4000;

    /// <summary>Nesting limit. Deeper elements are shown as text, so that no answer can overflow the stack.</summary>
    private const int MaxDepth = 48;

    // About what a phone shows of a message without scrolling.
    private const int MaxOpenQuoteLines = 6;
    private const int MaxOpenQuoteLength = 600;

    private static readonly string[] Bullets = ["• ", "◦ ", "▪ "];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseCjkFriendlyEmphasis()
        .UseFootnotes()
        .Use<FormulaExtension>()
        .UseAutoLinks(new AutoLinkOptions { AllowDomainWithoutPeriod = true })
        .Use<HtmlExtension>()
        .Use<BoundedParsing>()
        .Build();

    private readonly FormattedTextBuilder _builder = new();
    private int _listDepth;
    private int _quoteDepth;
    private int _linkDepth;
    private int _depth;
    private bool _isBoxShown;
    private bool _isInTable;

    private MarkdownRenderer()
    {
    }

    public static FormattedText Render(string markdown)
    {
        var clean = TelegramText.Clean(markdown);
        if (clean.Length <= MaxFormatted)
            return RenderWhole(clean);
        var cut = CutOf(clean);
        var head = RenderWhole(clean[..cut]);
        return head with { Text = $"{head.Text}\n\n{clean[cut..].Trim()}".TrimEnd() };
    }

    private static FormattedText RenderWhole(string clean)
    {
        var renderer = new MarkdownRenderer();
        if (Parse(clean) is not { } document)
            return FormattedText.Plain(clean.Trim());
        renderer.WriteBlocks(document, lines: 2);
        renderer.WriteNotes(document);
        var rendered = renderer._builder.Build();
        // Some inputs, such as link definitions alone, render to nothing, but a message must not be empty.
        return rendered.Text.Length > 0 ? rendered : FormattedText.Plain(clean.Trim());
    }

    /// <summary>Prefers the end of a line.</summary>
    private static int CutOf(string text)
    {
        var line = text.LastIndexOf('\n', MaxFormatted - 1, MaxFormatted / 2);
        return line > 0 ? line : Utf16Text.SafeLength(text, MaxFormatted);
    }

    /// <summary>The first heading near the start, otherwise the first line.</summary>
    public static string TitleOf(string markdown)
    {
        var beginning = TelegramText.Clean(markdown[..Utf16Text.SafeLength(markdown, MaxTitleSource)]);
        return Parse(beginning)?.Descendants<HeadingBlock>().FirstOrDefault() is { Inline: { } heading } && PlainText(heading) is { Length: > 0 } title
            ? title
            : RenderWhole(beginning).Text.Split('\n')[0];
    }

    private static MarkdownDocument? Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig's own nesting limit, in case an input passes the limits of LeafBudget.
            return null;
        }
    }

    private void WriteBlocks(ContainerBlock blocks, int lines)
    {
        if (_depth == MaxDepth)
        {
            foreach (var leaf in blocks.Descendants<LeafBlock>())
            {
                _builder.Break(1);
                WriteInlines(leaf);
            }

            return;
        }

        _depth++;
        foreach (var block in blocks)
        {
            _builder.Break(lines);
            Write(block);
        }

        _depth--;
    }

    private void Write(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                WriteInlines(heading, FormatKind.Bold);
                break;
            case ThematicBreakBlock:
                _builder.Append(Rule);
                break;
            case FencedCodeBlock { Info: "math" } formula:
                WriteFormula((formula.Lines.ToString(), ""), formula);
                break;
            case CodeBlock code:
                WriteCode(code);
                break;
            case RawHtmlBlock html:
                WriteRaw(html);
                break;
            case FormulaBlock formula:
                WriteFormula(FormulaBlockParser.Read(formula), formula);
                break;
            case QuoteBlock quote:
                WriteQuote(quote);
                break;
            case ListBlock list:
                WriteList(list);
                break;
            case Table table:
                WriteTable(table);
                break;
            // Footnotes are written at the end, wherever they are defined.
            case LinkReferenceDefinitionGroup or FootnoteGroup:
                break;
            case LeafBlock leaf:
                WriteInlines(leaf);
                break;
            case ContainerBlock container:
                WriteBlocks(container, lines: 2);
                break;
        }
    }

    private void WriteCode(CodeBlock code)
    {
        var text = code.Lines.ToString().TrimEnd();
        if (text.Length == 0)
            return;
        _builder.AppendCode(text, code is FencedCodeBlock { Info: { Length: > 0 and <= MaxLanguageLength } language } ? language : null);
    }

    private void WriteRaw(RawHtmlBlock html)
    {
        var (code, language, behind) = RawHtmlParser.Read(html);
        if (code.Length > 0)
            _builder.AppendCode(TelegramText.Clean(code), language is { Length: > 0 and <= MaxLanguageLength } ? language : null);
        if (behind.Length == 0)
            return;
        _builder.Break(1);
        _builder.Append(behind);
    }

    private void WriteQuote(QuoteBlock quote)
    {
        // Telegram does not allow nested quotes, so the outer one contains everything.
        var start = _builder.Length;
        _quoteDepth++;
        WriteBlocks(quote, lines: _quoteDepth > 1 ? 1 : 2);
        _quoteDepth--;
        if (_quoteDepth == 0)
            _builder.Close(IsLong(start) ? FormatKind.ExpandableQuote : FormatKind.Quote, start);
    }

    private bool IsLong(int start) => _builder.Length - start > MaxOpenQuoteLength || _builder.Since(start).Trim().Count('\n') >= MaxOpenQuoteLines;

    private void WriteFormula((string Latex, string Behind)? formula, LeafBlock block) => _builder.Append(
        formula is var (latex, behind) && !string.IsNullOrWhiteSpace(latex) ? FormulaText.Of(latex, isDisplay: true) + behind : block.Lines.ToString().Trim());

    private void WriteList(ListBlock list)
    {
        var number = int.TryParse(list.OrderedStart, out var first) ? first : 1;
        _listDepth++;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            _builder.Break(list.IsLoose ? 2 : 1);
            var bullet = list.IsOrdered ? $"{number++}{list.OrderedDelimiter} " : TaskBullet(item) ?? Bullets[(_listDepth - 1) % Bullets.Length];
            _builder.AppendBullet(bullet);
            _isBoxShown = !list.IsOrdered;
            _builder.Indent(list.IsOrdered ? bullet.Length : 2);
            WriteBlocks(item, list.IsLoose ? 2 : 1);
            _builder.Outdent();
        }

        _listDepth--;
    }

    // The text of a task starts with the space after its box.
    private static string? TaskBullet(ListItemBlock item) =>
        item is [ParagraphBlock { Inline.FirstChild: TaskList task }, ..] ? BoxOf(task) : null;

    private static string BoxOf(TaskList task) => task.Checked ? "☑" : "☐";

    private void WriteInlines(LeafBlock block, FormatKind? kind = null)
    {
        var start = _builder.Length;
        var openTags = _openTags.Count;
        if (block.Inline is not null)
            WriteInlines(block.Inline);
        EndParagraph(openTags);
        Spoilers.Close(_builder, start);
        if (kind is { } format)
            _builder.Close(format, start);
    }

    private static string PlainText(ContainerInline inlines)
    {
        var renderer = new MarkdownRenderer { _isInTable = true };
        renderer.WriteInlines(inlines);
        return renderer._builder.Build().Text.Trim();
    }
}
