using WisdomWave.Contracts.Dialog;
using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.Ingress.Tests.Contracts;

public sealed class BotTokenTests
{
    private const string Secret = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";

    [Theory]
    [InlineData($"123456789:{Secret}", 123456789L)]
    [InlineData($"123456:{Secret}", 123456L)]
    [InlineData("123456789012345678:abcdefghij_-01234567", 123456789012345678L)]
    [InlineData($"12345:{Secret}", null)]
    [InlineData($"1234567890123456789:{Secret}", null)]
    [InlineData("123456789:abcdefghij_-0123456", null)]
    [InlineData("123456789", null)]
    [InlineData($"x123456789:{Secret}", null)]
    [InlineData($"123456789:{Secret}\n", null)]
    [InlineData($"123456789:{Secret} x", null)]
    [InlineData($"１２３４５６７８９:{Secret}", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void OnlyWellFormedTokensHaveAnId(string? token, long? id) =>
        Assert.Equal((id is not null, id), (BotToken.IsWellFormed(token), BotToken.IdOf(token)));

    [Fact]
    public void ASecretHasAtMostAHundredCharacters()
    {
        Assert.True(BotToken.IsWellFormed("123456789:" + new string('a', 100)));
        Assert.False(BotToken.IsWellFormed("123456789:" + new string('a', 101)));
    }

    [Fact]
    public void TheExampleIsNotRedacted() => Assert.Equal(BotToken.Example, SecretRedactor.Redact(BotToken.Example));
}
