using WisdomWave.ServiceDefaults.Redaction;

namespace WisdomWave.ServiceDefaults.Tests.Redaction;

public sealed class SecretRedactorTests
{
    private const string Secret = "AAFq3T-x_81kZbcdefGHIJKLmnopQRSTuvw";

    [Theory]
    [InlineData($"https://api.telegram.org/bot123456:{Secret}/getMe", "https://api.telegram.org/bot123456:***/getMe")]
    [InlineData($"https://api.telegram.org/file/bot123456:{Secret}/photos/1.jpg?x=1", "https://api.telegram.org/file/bot123456:***/photos/1.jpg?x=1")]
    [InlineData("/bot7:short/sendMessage", "/bot7:***/sendMessage")]
    [InlineData($"/bot123456%3A{Secret}/getMe", "/bot123456%3A***/getMe")]
    [InlineData($"token '123456:{Secret}' is bad", "token '123456:***' is bad")]
    [InlineData("the shortest token: 123456:abcdefghij_-01234567", "the shortest token: 123456:***")]
    [InlineData("Incorrect API key provided: sk-proj-abc_DEF-1234567890.", "Incorrect API key provided: sk-***.")]
    [InlineData("Authorization: Bearer abc.def-123", "Authorization: ***")]
    [InlineData("{\"authorization\":\"Basic dXNlcjpwYXNz\",\"a\":1}", "{\"authorization\":\"***\",\"a\":1}")]
    [InlineData("Authorization=[Bearer local-key]", "Authorization=[***]")]
    [InlineData("header bearer abcdef123", "header bearer ***")]
    [InlineData("localhost:6379,password=hunter2,ssl=true", "localhost:6379,password=***,ssl=true")]
    [InlineData("through socks5://ann:p%40ss:w@rd@10.0.0.1:1080 to https://api.telegram.org", "through socks5://***@10.0.0.1:1080 to https://api.telegram.org")]
    [InlineData("HTTPS_PROXY=http://ann@proxy.example.org:3128/", "HTTPS_PROXY=http://***@proxy.example.org:3128/")]
    [InlineData($"two: sk-aaaaaaaaaaaa and /bot1:{Secret}", "two: sk-*** and /bot1:***")]
    public void HidesTheSecretAndShowsWhichOneItWas(string text, string redacted) => Assert.Equal(redacted, SecretRedactor.Redact(text));

    [Theory]
    [InlineData("")]
    [InlineData("GET http://127.0.0.1:5102/turns/0198c7d2-7c1e-7000-8000-000000000001 took 12:30:45.123")]
    [InlineData("task-management risk-assessment desk-12345678")]
    [InlineData("the robot123: said hello, /bottles/of:beer")]
    [InlineData("tokens used: 123456:of 16000")]
    [InlineData("https://t.me/@wisdomwave_bot?to=ann@example.org")]
    public void LeavesOtherTextUnchanged(string text) => Assert.Same(text, SecretRedactor.Redact(text));

    [Fact]
    public void RedactedTextStaysTheSameWhenRedactedAgain()
    {
        var once = SecretRedactor.Redact($"/bot123456:{Secret}/getMe Authorization: Bearer abcdefghi sk-aaaaaaaaaaaa password=x");

        Assert.Equal("/bot123456:***/getMe Authorization: *** sk-*** password=***", once);
        Assert.Equal(once, SecretRedactor.Redact(once));
    }
}
