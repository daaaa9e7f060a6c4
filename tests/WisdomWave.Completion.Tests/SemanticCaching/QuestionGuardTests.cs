using WisdomWave.Completion.SemanticCaching;

namespace WisdomWave.Completion.Tests.SemanticCaching;

public sealed class QuestionGuardTests
{
    [Theory]
    [InlineData("What is 2+2?", "What is 2+3?")]
    [InlineData("What is 2+2?", "What is 2*2?")]
    [InlineData("What is 5 - 3?", "What is 3 - 5?")]
    [InlineData("What is 12 and 3?", "What is 1 and 23?")]
    [InlineData("How do I sort in C++?", "How do I sort in C#?")]
    [InlineData("What costs 5 $ there?", "What costs 5 € there?")]
    [InlineData("Is it safe to eat?", "Is it not safe to eat?")]
    [InlineData("Why can I swim?", "Why can't I swim?")]
    [InlineData("Можно ли это есть?", "Нельзя ли это есть?")]
    [InlineData("Почему он пришёл?", "Почему он не пришёл?")]
    public void DiffersForTextsThatMustNotShareAnAnswer(string one, string other) => Assert.NotEqual(QuestionGuard.Of(one), QuestionGuard.Of(other));

    [Theory]
    [InlineData("What's the capital of France?", "what is the capital of France")]
    [InlineData("Tell me (please): who wrote “Faust”?", "Who wrote \"Faust\"? Tell me, please!")]
    [InlineData("What is 2+2?", "2 + 2 is what?")]
    [InlineData("Why isn't the sky green?", "Why is the sky not green?")]
    [InlineData("Кто написал «Фауста»?", "Кто же написал «Фауста» — скажи?")]
    public void IsEqualForTextsThatMayMeanTheSame(string one, string other) => Assert.Equal(QuestionGuard.Of(one), QuestionGuard.Of(other));
}
