using System.Collections.Frozen;

namespace WisdomWave.Ingress.Rendering.Html;

/// <summary>The tags that models use in answers. Other words in angle brackets are text: <c>List&lt;int&gt;</c>, <c>&lt;T&gt;</c>.</summary>
internal static class HtmlNames
{
    /// <summary>Tags without content.</summary>
    public static FrozenSet<string> Void { get; } = Set("br wbr hr img");

    /// <summary>Tags around words; they only count if both ends exist.</summary>
    public static FrozenSet<string> Inline { get; } = Set(
        "b strong i em cite dfn var u ins s del strike code kbd samp tt sub sup a q pre span font small big mark abbr bdi bdo tg-spoiler tg-emoji nobr time data label");

    /// <summary>Tags that start a line; many do not need a closing tag.</summary>
    public static FrozenSet<string> Block { get; } = Set(
        "p div section article aside header footer main nav center ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 "
        + "blockquote details summary figure figcaption picture address");

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
