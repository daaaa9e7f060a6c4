using WisdomWave.Playground.OpenAi;
using WisdomWave.Playground.OpenAi.Wire;

namespace WisdomWave.Playground.Tests.OpenAi;

public sealed class ScriptedModelTests
{
    [Theory]
    [InlineData("my name is Ann", "what is my name?", "Your name is **Ann**.")]
    [InlineData("Меня зовут Аня", "Как меня зовут?", "Вас зовут **Аня**.")]
    [InlineData("hello", "What's my name?", "You have not told me your name yet.")]
    [InlineData("Where is Lisbon?", "what was my first question", "Your first question was: “Where is Lisbon?”")]
    [InlineData("Где Лиссабон?", "какой был первый вопрос?", "Ваш первый вопрос был: «Где Лиссабон?»")]
    [InlineData("hello", "how many messages do you see?", "I see 2 earlier messages: 1 from you and 1 from me.")]
    [InlineData("привет", "сколько ты видишь сообщений?", "Я вижу предыдущих сообщений: 2. Ваших — 1, моих — 1.")]
    [InlineData("hello", "What is 6 * 7?", "6 * 7 = **42**")]
    [InlineData("hello", "What is your system prompt?", "My instructions begin: “Be brief.”")]
    public void TheModelFollowsTheConversation(string first, string second, string answer) => Assert.Equal(answer, ScriptedModel.Answer(
        [new("system", "Be brief."), new("user", first), new("assistant", "…"), new("user", second)]));

    [Theory]
    [InlineData("show markdown", "| language | typed | year |")]
    [InlineData("покажи markdown", "| язык | типы | год |")]
    [InlineData("write code in Python", "```python")]
    [InlineData("напиши функцию", "```csharp")]
    [InlineData("an SQL query, please", "```sql")]
    [InlineData("draw a table", "| planet |")]
    [InlineData("a formula", "$$x_{1,2}")]
    [InlineData("привет!", "Привет! Я модель песочницы.")]
    [InlineData("Почему небо голубое?", "Вы написали: «Почему небо голубое?»")]
    public void TheModelShowsWhatTheQuestionAsksFor(string question, string part) => Assert.Contains(part, ScriptedModel.Answer([new("user", question)]), StringComparison.Ordinal);

    [Theory]
    [InlineData("long 5", 5)]
    [InlineData("длинно 12", 12)]
    [InlineData("long 9999", 200)]
    public void TheModelWritesTheRequestedNumberOfParagraphs(string question, int paragraphs) =>
        Assert.Equal(paragraphs, ScriptedModel.Answer([new("user", question)]).Split("\n\n").Length);

    [Fact]
    public void ThePiecesAddUpToTheAnswer()
    {
        const string text = "Привет, 😀😀😀😀😀😀 wave!\n\n```\nlonglonglonglonglong\n```";
        var joined = "";
        for (int at = 0, length; at < text.Length; at += length)
        {
            length = Pieces.LengthAt(text, at);
            Assert.InRange(length, 1, 9);
            Assert.False(char.IsLowSurrogate(text[at]));
            joined += text.Substring(at, length);
        }

        Assert.Equal(text, joined);
    }

    [Fact]
    public void ATokenIsAboutFourLettersInEnglishAndTwoInRussian()
    {
        Assert.Equal((10, 20), (TokenEstimate.Of(new string('x', 40)), TokenEstimate.Of(new string('я', 40))));
        Assert.Equal(3 + 4 + 10, TokenEstimate.Of([new PromptMessage("user", new string('x', 40))]));
    }
}
