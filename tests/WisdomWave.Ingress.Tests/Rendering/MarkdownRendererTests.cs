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
    [InlineData("- # head\n- **b**", "• <b>head</b>\n• <b>b</b>")]
    public void ListsHaveBulletsAndIndents(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

    [Theory]
    [InlineData("|a|b|\n|-|-|\n|1|22|", "<pre>a │ b\n──┼───\n1 │ 22</pre>")]
    [InlineData("|l|c|r|\n|:-|:-:|-:|\n|1|2|3|\n|long|long|long|", "<pre>l    │  c   │    r\n─────┼──────┼─────\n1    │  2   │    3\nlong │ long │ long</pre>")]
    [InlineData("|a|b|\n|-|-|\n|日本|x|\n|🙂|`y`|", "<pre>a    │ b\n─────┼──\n日本 │ x\n🙂   │ y</pre>")]
    public void TablesAreAlignedByWhatTheirTextIsWide(string markdown, string expected) => Assert.Equal(expected, Rendered(markdown));

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
