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
    [InlineData("<b>html</b> is <br> text")]
    [InlineData("an unfinished **bold")]
    [InlineData("an unfinished `code")]
    [InlineData("an unfinished [link](https://exam")]
    [InlineData("an unfinished ||secret")]
    [InlineData("[ ] not a task")]
    [InlineData("https://example.org/a_b_c*d*e")]
    public void WhatIsNoMarkdownStaysAsItIs(string text) => Assert.Equal(text, Rendered(text));

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
    public void ALongQuoteOpensOnDemand()
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
    [InlineData("|a|b|\n|-|-|\n|日本|x|\n|🙂|`y`|", "<pre>a    │ b\n─────┼──\n日本 │ x\n🙂   │ y</pre>")]
    public void TablesAreAlignedByWhatTheirTextIsWide(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

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
    public void MoneyAndVariablesAreNoFormulas(string text) => Assert.Equal(text, Rendered(text));

    [Theory]
    [InlineData(@"\(optional\)", "(optional)")]
    [InlineData(@"\[1\] and \[x\]", "[1] and x")]
    [InlineData(@"\$5 and \$10", "$5 and $10")]
    public void EscapedBracketsAndDollarsAreWhatTheyAre(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("a\0b", "a b")]
    [InlineData("a\u202Eb\u2028c", "abc")]
    [InlineData("&#x202E;a", "a")]
    public void CharactersThatTheServerWouldChangeAreChangedHere(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Fact]
    public void HalfACharacterIsShownAsUnknown() => Assert.Equal("\uFFFDa\uFFFDb", Rendered("\uD83Da\uDE42b"));

    [Fact]
    public void WhatShowsNothingIsShownAsItIs() => Assert.Equal("[a]: https://example.org", Rendered("[a]: https://example.org"));

    [Fact]
    public void TooDeepNestingIsShownAsText() => Assert.Equal(new string('>', 5000) + " a", Rendered(new string('>', 5000) + " a"));

    private static string Rendered(string markdown) => Markup.Of(MarkdownRenderer.Render(markdown));
}
