using WisdomWave.Completion.Models.Reasoning;

namespace WisdomWave.Completion.Tests.Models.Reasoning;

public sealed class ReasoningSplitterTests
{
    [Theory]
    [InlineData("Hello", "Hello", "")]
    [InlineData("<think>hm</think>Hello", "Hello", "hm")]
    [InlineData("\n<think>\nhm\n</think>\n\nHello", "Hello", "\nhm\n")]
    [InlineData("<think></think>\n\nHello", "Hello", "")]
    [InlineData("<Thinking>hm</Thinking> Hello", " Hello", "hm")]
    [InlineData("<thought>hm</thought>Hello", "Hello", "hm")]
    [InlineData("<think>a</think><think>b</think>Hello", "Hello", "ab")]
    // Without a closing tag there is no answer.
    [InlineData("<think>hm, I wonder", "", "hm, I wonder")]
    [InlineData("<think>a < b </ thin", "", "a < b </ thin")]
    // In the middle of an answer, a tag counts if it is closed and outside code.
    [InlineData("Hello <think>hm</think>Ada", "Hello Ada", "hm")]
    [InlineData("Hello <think> is a tag", "Hello <think> is a tag", "")]
    [InlineData("Write `<think>hm</think>` so", "Write `<think>hm</think>` so", "")]
    [InlineData("```xml\n<think>hm</think>\n```\nso", "```xml\n<think>hm</think>\n```\nso", "")]
    [InlineData("a < b and c<d", "a < b and c<d", "")]
    [InlineData("<b>bold</b>", "<b>bold</b>", "")]
    [InlineData("<", "<", "")]
    [InlineData("<thi", "<thi", "")]
    // The server removed the opening tag.
    [InlineData("I wonder\n</think>\n\nHello", "Hello", "I wonder\n")]
    [InlineData("</think>Hello", "Hello", "")]
    // Leading blanks are removed.
    [InlineData("\n\n \u200b", "", "")]
    [InlineData("\n\n    code", "    code", "")]
    public void TextAndReasoningAreSeparatedHoweverTheStreamIsSplit(string answer, string text, string reasoning)
    {
        for (var size = 1; size <= answer.Length; size++)
            Assert.Equal((size, text, reasoning), (size, Split(answer, size).Text, Split(answer, size).Reasoning));
    }

    [Fact]
    public void OtherTextIsNotHeldBack()
    {
        var splitter = new ReasoningSplitter();

        Assert.Equal(["Hel", "lo ", "<b", "> world"], ((string[])["Hel", "lo ", "<b", "> world"]).Select(piece => splitter.Add(piece).Text));
    }

    private static (string Text, string Reasoning) Split(string answer, int size)
    {
        var splitter = new ReasoningSplitter();
        var (text, reasoning) = ("", "");
        foreach (var piece in answer.Chunk(size))
            Add(splitter.Add(new string(piece)));
        Add(splitter.End());
        return (text, reasoning);

        void Add(ReasoningSplitter.Split split)
        {
            if (split.WasReasoning)
                (reasoning, text) = (text + reasoning, "");
            text += split.Text;
            reasoning += split.Reasoning;
        }
    }
}
