using WisdomWave.Completion.Models.Failures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Models.Failures;

/// <summary>The log messages about a failure.</summary>
public sealed class OperatorLogTests
{
    private static readonly Uri Endpoint = new("https://api.example.com/api");

    [Fact]
    public void AnErrorIsLoggedOnOneLineWithoutSecrets() => Assert.Equal(
        "code invalid_api_key, type invalid_request_error, param none: Incorrect API key provided: sk-***. See the docs.",
        new ProviderError("invalid_api_key", "invalid_request_error", null, "Incorrect API key provided: sk-proj-0123456789abcdef.\nSee the docs.").ToString());

    [Fact]
    public void AMessageIsCutToTwoHundredCharactersAndNotInsideOne()
    {
        var error = new ProviderError(null, null, null, new string('a', 199) + "😀 and more").ToString();

        Assert.EndsWith(": " + new string('a', 199), error, StringComparison.Ordinal);
    }

    [Fact]
    public void ASecretAtTheCutIsRedacted()
    {
        var error = new ProviderError(null, null, null, new string('a', 190) + " sk-proj-0123456789abcdef").ToString();

        Assert.DoesNotContain("sk-proj", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureKind.KeyRejected, 401, false, "The provider rejects OPENAI_API_KEY. Set a valid key and restart")]
    [InlineData(FailureKind.KeyRejected, 401, true, "The provider rejects Models:<n>:ApiKey. Set a valid key and restart")]
    [InlineData(FailureKind.KeyRejected, 403, false, "OPENAI_API_KEY has no permission")]
    [InlineData(FailureKind.RegionNotServed, 403, false, "does not serve this server's country")]
    [InlineData(FailureKind.WrongAddress, 404, false, "OPENAI_BASE_URL points to https://api.example.com/api, which is not an OpenAI-compatible API")]
    [InlineData(FailureKind.ModelNotFound, 404, false, "Set MODEL_NAME")]
    [InlineData(FailureKind.QuotaSpent, 429, false, "Pay the bill")]
    [InlineData(FailureKind.NoRoomLeft, 200, false, "Lower Models:<n>:ReasoningEffort")]
    [InlineData(FailureKind.ContextTooLong, 400, false, "Models:<n>:ContextTokens")]
    public void TheAdviceSaysWhatToDo(FailureKind kind, int status, bool hasOwnServer, string advice) =>
        Assert.Contains(advice, OperatorAdvice.For(new ProviderFailure(kind, status), Endpoint, hasOwnServer), StringComparison.Ordinal);

    [Fact]
    public void EveryKindHasAdvice() =>
        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.NotEmpty(OperatorAdvice.For(new ProviderFailure(kind), Endpoint, hasOwnServer: false)));
}
