using WisdomWave.Ingress.Rendering;

namespace WisdomWave.Ingress.Tests.Rendering;

public sealed class MarkdownRendererTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("**bold** and __bold__", "<b>bold</b> and <b>bold</b>")]
    [InlineData("*italic* and _italic_", "<i>italic</i> and <i>italic</i>")]
    [InlineData("un**do**able", "un<b>do</b>able")]
    [InlineData("***both***", "<b><i>both</i></b>")]
    [InlineData("~~gone~~", "<s>gone</s>")]
    [InlineData("||hidden|| seen", "<spoiler>hidden</spoiler> seen")]
    [InlineData("||**hidden**||", "<b><spoiler>hidden</spoiler></b>")]
    [InlineData("`code *not italic*`", "<code>code *not italic*</code>")]
    [InlineData("**a `code` b**", "<b>a </b><code>code</code><b> b</b>")]
    [InlineData("a&nbsp;&amp;&lt;b&gt;", "a\u00A0&<b>")]
    [InlineData("one\ntwo  \nthree", "one\ntwo\nthree")]
    [InlineData("one\n\n\n\ntwo", "one\n\ntwo")]
    [InlineData("one\n\n---\n\ntwo", "one\n\n———\n\ntwo")]
    public void InlineFormattingBecomesSpans(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("snake_case_name")]
    [InlineData("2*3*4 = 24")]
    [InlineData("2**3**4")]
    [InlineData("a*b*c")]
    [InlineData("C++ and C#")]
    [InlineData("$5 and $10")]
    [InlineData("a || b")]
    [InlineData("if (a||b) then c")]
    [InlineData("an unfinished **bold")]
    [InlineData("an unfinished `code")]
    [InlineData("an unfinished [link](https://exam")]
    [InlineData("an unfinished ||secret")]
    [InlineData("[ ] not a task")]
    [InlineData("https://example.org/a_b_c*d*e")]
    [InlineData("a < b and c > d, x <3, x <- y")]
    [InlineData("List<int> and Dictionary<string, List<T>> and vector<b> and <T>")]
    [InlineData("use <div> for boxes and <b> for bold words")]
    [InlineData("<b and c> is no tag")]
    [InlineData("an unfinished <b>bold")]
    [InlineData("an unfinished <a href=\"https://exam")]
    [InlineData("an unfinished <!-- comment")]
    [InlineData("__init__.py calls __name__ and self.__secret__()")]
    [InlineData("src/**/a.cs and lib/**/b.cs")]
    public void TextThatIsNotMarkdownStaysUnchanged(string text) => Assert.Equal(text, Rendered(text));

    /// <summary>Emphasis that models write but CommonMark does not recognize.</summary>
    [Theory]
    [InlineData("**\"파일\"**은 a", "<b>\"파일\"</b>은 a")]
    [InlineData("**注意：**この", "<b>注意：</b>この")]
    [InlineData("这是**“重点”**的", "这是<b>“重点”</b>的")]
    [InlineData("**Важно!**Далее **жирно** и **ещё**", "<b>Важно!</b>Далее <b>жирно</b> и <b>ещё</b>")]
    [InlineData("слово**«Цитата»** дальше", "слово<b>«Цитата»</b> дальше")]
    [InlineData("**Готово ✅**Далее", "<b>Готово ✅</b>Далее")]
    [InlineData("~~(old)~~new", "<s>(old)</s>new")]
    [InlineData("это:**жирно**, а это!**тоже** да", "это:<b>жирно</b>, а это!<b>тоже</b> да")]
    [InlineData("(**a**)b", "(<b>a</b>)b")]
    public void EmphasisNextToPunctuationNeedsNoSpaces(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("<b>html</b> and <strong>more</strong>", "<b>html</b> and <b>more</b>")]
    [InlineData("<i>i</i> <u>u</u> <s>s</s> <del>d</del> <em class=\"x\">e</em>", "<i>i</i> <underline>u</underline> <s>s</s> <s>d</s> <i>e</i>")]
    [InlineData("a<br>b<br/>\nc<BR />d", "a\nb\nc\nd")]
    [InlineData("H<sub>2</sub>O, 10<sup>−n+1</sup>, v<sub>ср</sub>", "H₂O, 10⁻ⁿ⁺¹, v_(ср)")]
    [InlineData("see<sup>[1]</sup> <sub>a longer remark</sub>", "see[1] a longer remark")]
    [InlineData("press <kbd>Ctrl</kbd>+<kbd>C</kbd>", "press <code>Ctrl</code>+<code>C</code>")]
    [InlineData("<code>List&lt;int&gt;</code>", "<code>List<int></code>")]
    [InlineData("<details>\n<summary>More</summary>\n\nBody **b**\n\n> quoted\n\n</details>\n\nafter", "<expandablequote><b>More</b>\n\nBody <b>b</b>\n\nquoted</expandablequote>\n\nafter")]
    [InlineData("<blockquote>a\nb</blockquote>", "<quote>a\nb</quote>")]
    [InlineData("<p>one</p><p>two</p>", "one\n\ntwo")]
    [InlineData("<ul><li>one</li><li><b>two</b></li></ul>", "• one\n• <b>two</b>")]
    [InlineData("<ol>\n<li>one</li>\n<li>two</li>\n</ol>", "1. one\n2. two")]
    [InlineData("<a href=\"https://a.b/?x=1&amp;y=2\">link</a>", "<a:https://a.b/?x=1&y=2>link</a>")]
    [InlineData("<a href=\"javascript:alert(1)\">link</a>", "link")]
    [InlineData("<h2>Head</h2>text", "<b>Head</b>\n\ntext")]
    [InlineData("text\n\n<hr>\n\nmore", "text\n\n———\n\nmore")]
    [InlineData("<pre><code class=\"language-python\">x &lt; 1\n\ny\n</code></pre>\nafter", "<pre:python>x < 1\n\ny</pre>\n\nafter")]
    [InlineData("<pre>\nunfinished *x*", "<pre>unfinished *x*</pre>")]
    [InlineData("<span style=\"color:red\">red</span> <font color=red>too</font>", "red too")]
    [InlineData("<span class=\"tg-spoiler\">hidden</span>", "<spoiler>hidden</spoiler>")]
    [InlineData("<div align=\"center\">\n\n# Head\n\n</div>\n\nend", "<b>Head</b>\n\nend")]
    [InlineData("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "<b>a</b> │ <b>b</b>\n1 │ 2")]
    [InlineData("<img src=\"https://a.b/c.png\" alt=\"picture\">", "<a:https://a.b/c.png>picture</a>")]
    [InlineData("<!-- one --> a <!-- two --> b", "a b")]
    [InlineData("<!--\nmany\n\nlines\n-->\nafter", "after")]
    [InlineData("a&nbsp;b &lt;c&gt; &mdash; &#8364; &notanentity;", "a\u00A0b <c> — € &notanentity;")]
    [InlineData("`<b>code</b>` stays", "<code><b>code</b></code> stays")]
    [InlineData("- <p> — a paragraph\n- <br> — a break", "• <p> — a paragraph\n•\n  — a break")]
    [InlineData("text</b> and </div> more", "text and\n\nmore")]
    public void TagsBecomeFormattingOrAreRemoved(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("# One\n\ntext", "<b>One</b>\n\ntext")]
    [InlineData("### A `b` c", "<b>A </b><code>b</code><b> c</b>")]
    [InlineData("Setext\n===", "<b>Setext</b>")]
    public void HeadingsAreBold(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("[text](https://example.org)", "<a:https://example.org>text</a>")]
    [InlineData("[**bold**](https://example.org)", "<b><a:https://example.org>bold</a></b>")]
    [InlineData("[`code`](https://example.org)", "<a:https://example.org>code</a>")]
    [InlineData("[ref]\n\n[ref]: https://example.org", "<a:https://example.org>ref</a>")]
    [InlineData("<https://example.org>", "https://example.org")]
    [InlineData("https://example.org/x", "https://example.org/x")]
    [InlineData("[https://example.org](https://example.org)", "https://example.org")]
    [InlineData("![picture](https://example.org/p.png)", "<a:https://example.org/p.png>picture</a>")]
    [InlineData("[mail](mailto:a@example.org)", "<a:mailto:a@example.org>mail</a>")]
    [InlineData("[bad](javascript:alert(1))", "bad")]
    [InlineData("[friend](tg://user?id=42)", "friend")]
    [InlineData("[proxy](TG://proxy?server=a)", "proxy")]
    [InlineData("![x](tg://resolve?domain=a)", "x")]
    [InlineData("[r]\n\n[r]: tg://join?invite=a", "r")]
    [InlineData("<a href=\"tg://user?id=42\">friend</a>", "friend")]
    [InlineData("[channel](https://t.me/telegram)", "<a:https://t.me/telegram>channel</a>")]
    [InlineData("[local](./readme.md)", "local")]
    [InlineData("[](https://example.org)", "https://example.org")]
    public void LinksLeadOnlyToTheWeb(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("```csharp\nvar x = 1;\n\n  y();\n```", "<pre:csharp>var x = 1;\n\n  y();</pre>")]
    [InlineData("before\n```\ncode\n```\nafter", "before\n\n<pre>code</pre>\n\nafter")]
    [InlineData("````\n```\ninner\n```\n````", "<pre>```\ninner\n```</pre>")]
    [InlineData("```py\nunfinished", "<pre:py>unfinished</pre>")]
    [InlineData("```c++ x\na\n```", "<pre:c++>a</pre>")]
    [InlineData("~~~\n**a**\n~~~", "<pre>**a**</pre>")]
    [InlineData("    indented", "<pre>indented</pre>")]
    [InlineData("```\n```", "```\n```")]
    public void CodeKeepsItsCharactersAndItsLanguage(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("> one\n> two", "<quote>one\ntwo</quote>")]
    [InlineData("> a\n>> b\n\nc", "<quote>a\n\nb</quote>\n\nc")]
    [InlineData("> **a**\n>\n> - b", "<quote><b>a</b>\n\n• b</quote>")]
    public void QuotesAreFlat(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Fact]
    public void ALongQuoteIsCollapsed()
    {
        Assert.Equal("<quote>1\n2\n3\n4\n5\n6</quote>", Rendered("> 1\n2\n3\n4\n5\n6"));
        Assert.Equal("<expandablequote>1\n2\n3\n4\n5\n6\n7</expandablequote>", Rendered("> 1\n2\n3\n4\n5\n6\n7"));
        Assert.Equal($"<quote>{new string('a', 600)}</quote>", Rendered("> " + new string('a', 600)));
        Assert.Equal($"<expandablequote>{new string('a', 601)}</expandablequote>", Rendered("> " + new string('a', 601)));
    }

    [Theory]
    [InlineData("- a\n- b", "• a\n• b")]
    [InlineData("- a\n  - b\n    - c\n- d", "• a\n  ◦ b\n    ▪ c\n• d")]
    [InlineData("1. a\n2. b", "1. a\n2. b")]
    [InlineData("7) a\n8) b", "7) a\n8) b")]
    [InlineData("- a\n\n- b", "• a\n\n• b")]
    [InlineData("- a\n  more\n\n  second", "• a\n  more\n\n  second")]
    [InlineData("1. a\n   ```\n   code\n   ```\n2. b", "1. a\n<pre>code</pre>\n2. b")]
    [InlineData("- ```\n  code\n  ```", "•\n<pre>code</pre>")]
    [InlineData("text\n- a", "text\n\n• a")]
    [InlineData("- [ ] todo\n- [x] done", "☐ todo\n☑ done")]
    [InlineData("1. [x] done\n2. [ ] todo\n   - [ ] part", "1. ☑ done\n2. ☐ todo\n   ☐ part")]
    [InlineData("- # head\n- **b**", "• <b>head</b>\n• <b>b</b>")]
    public void ListsHaveBulletsAndIndents(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("|a|b|\n|-|-|\n|1|22|", "<pre>a │ b\n──┼───\n1 │ 22</pre>")]
    [InlineData("|l|c|r|\n|:-|:-:|-:|\n|1|2|3|\n|long|long|long|", "<pre>l    │  c   │    r\n─────┼──────┼─────\n1    │  2   │    3\nlong │ long │ long</pre>")]
    [InlineData("|a|b|\n|-|-|\n|1<br>2|x|\n|3|4|", "<pre>a │ b\n──┼──\n1 │ x\n2 │ \n3 │ 4</pre>")]
    [InlineData("|a|b|\n|-|-|\n|x \\| y|`p \\| q`|", "<pre>a     │ b\n──────┼──────\nx | y │ p | q</pre>")]
    [InlineData("|a|b|\n|-|-|\n|日本|x|\n|🙂|`y`|", "<pre>a    │ b\n─────┼──\n日本 │ x\n🙂   │ y</pre>")]
    public void TablesAreAlignedByDisplayWidth(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("🇩🇪", 2)]
    [InlineData("👨‍👩‍👧", 2)]
    [InlineData("☕", 2)]
    [InlineData("❤️", 2)]
    [InlineData("❤", 1)]
    [InlineData("☕\uFE0E", 1)]
    [InlineData("日本", 4)]
    [InlineData("한국", 4)]
    [InlineData("ｶﾅ", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("слово", 5)]
    public void WidthIsCountedInColumns(string text, int expected) => Assert.Equal(expected, TextWidth.Of(text));

    [Theory]
    [InlineData(
        "|Name|What it is|\n|-|-|\n|Ann|a person of **thirty words** or so, or more|\n|Boris||",
        "<b>Name:</b> Ann\n<b>What it is:</b> a person of <b>thirty words</b> or so, or more\n\n<b>Name:</b> Boris")]
    [InlineData("|a|b|\n|-|-|\n|[x](https://example.org)|1|", "<b>a:</b> <a:https://example.org>x</a>\n<b>b:</b> 1")]
    [InlineData("||b|\n|-|-|\n|[x](https://example.org)|1|", "<a:https://example.org>x</a>\n<b>b:</b> 1")]
    [InlineData("|A very long heading indeed|Another long heading|\n|-|-|", "<b>A very long heading indeed</b>\n<b>Another long heading</b>")]
    [InlineData("|日本語日本語日本語|日本語日本語日本|\n|-|-|\n|1|2|", "<pre>日本語日本語日本語 │ 日本語日本語日本\n───────────────────┼─────────────────\n1                  │ 2</pre>")]
    [InlineData("|日本語日本語日本語|日本語日本語日本語日|\n|-|-|\n|1|2|", "<b>日本語日本語日本語:</b> 1\n<b>日本語日本語日本語日:</b> 2")]
    public void TablesTooWideForAPhoneBecomeLinesOfHeadingAndValue(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("Sea[^1] and sky[^b].\n\n[^1]: Salt *water*.\n[^b]: Air.", "Sea¹ and sky².\n\n———\n¹ Salt <i>water</i>.\n² Air.")]
    [InlineData("One[^n], again[^n].\n\n[^n]: Note.\n\nThe end.", "One¹, again¹.\n\nThe end.\n\n———\n¹ Note.")]
    [InlineData("Nothing refers.\n\n[^x]: Left over.", "Nothing refers.\n\n———\n[x] Left over.")]
    [InlineData("Not there[^7].", "Not there[^7].")]
    public void FootnotesComeLast(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("so $a^2 + b^2 = c^2$ holds", "so a² + b² = c² holds")]
    [InlineData("for $x$, $n!$ and $f(x)$", "for x, n! and f(x)")]
    [InlineData(@"so \(a_1\) and \[x \le 1\] hold", "so a₁ and x ≤ 1 hold")]
    [InlineData("inline $$x^2$$ too", "inline x² too")]
    [InlineData("the $n$th of $k$", "the nth of k")]
    [InlineData("the $n^2$th", "the n²th")]
    [InlineData("**bold $x_1$**", "<b>bold x₁</b>")]
    [InlineData("$a_1 * b_1 * c$", "a₁ * b₁ * c")]
    [InlineData("$$\nx = 1\n- y\n+ z\n$$\nafter", "x = 1 − y + z\n\nafter")]
    [InlineData("before\n$$x^2$$.", "before\n\nx².")]
    [InlineData("\\[\n\\sum_{i=1}^n i\n\\]", "∑ᵢ₌₁ⁿ i")]
    [InlineData("1. Formula:\n   $$\n   x^2\n   $$\n2. b", "1. Formula:\n   x²\n2. b")]
    [InlineData("> $$\n> x^2\n> $$", "<quote>x²</quote>")]
    [InlineData("```math\nx^2\n```", "x²")]
    [InlineData("```latex\nx^2\n```", "<pre:latex>x^2</pre>")]
    [InlineData("`$x^2$`", "<code>$x^2$</code>")]
    [InlineData("|a|b|\n|-|-|\n|$|x|$|$x^2$|", "<pre>a   │ b\n────┼───\n|x| │ x²</pre>")]
    [InlineData("$$\nx^2 +", "x² +")]
    [InlineData("$||x||$", "|\u2009|x|\u2009|")]
    public void FormulasBecomeReadable(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("$5 and $10")]
    [InlineData("from $5 to 10$ or so")]
    [InlineData("от $5 до 10$")]
    [InlineData("$5-$10, US$20")]
    [InlineData("$HOME/$USER")]
    [InlineData("$HOME_DIR/$USER_NAME")]
    [InlineData("${a}${b} and ${a} $x")]
    [InlineData("US$20=CA$")]
    [InlineData("an unfinished $x^2")]
    [InlineData("$$ is the number of the process")]
    [InlineData("$$\nno end\n\nmore")]
    [InlineData("$ x $")]
    [InlineData("$$$")]
    public void MoneyAndVariablesAreNotFormulas(string text) => Assert.Equal(text, Rendered(text));

    [Theory]
    [InlineData(@"\(optional\)", "(optional)")]
    [InlineData(@"\[1\] and \[x\]", "[1] and x")]
    [InlineData(@"\$5 and \$10", "$5 and $10")]
    [InlineData(@"arr\[i+1\] and f\(x+1\)", "arr[i+1] and f(x+1)")]
    [InlineData(@"> 🎤 a\[i+1\]\[j\_2\]", "<quote>🎤 a[i+1][j_2]</quote>")]
    public void EscapedBracketsAndDollarsStayText(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("a\0b", "a b")]
    [InlineData("a\u202Eb\u2028c", "abc")]
    [InlineData("&#x202E;a", "a")]
    public void CharactersThatTheServerWouldChangeAreReplaced(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Fact]
    public void ALoneSurrogateIsReplaced() => Assert.Equal("\uFFFDa\uFFFDb", Rendered("\uD83Da\uDE42b"));

    [Fact]
    public void MarkdownThatRendersToNothingIsShownUnchanged() => Assert.Equal("[a]: https://example.org", Rendered("[a]: https://example.org"));

    [Fact]
    public void TooDeepNestingIsShownAsText() => Assert.Equal($"<expandablequote>{new string('>', 4984)} a</expandablequote>", Rendered(new string('>', 5000) + " a"));

    private static string Rendered(string markdown) => Markup.Of(MarkdownRenderer.Render(markdown));
}
