using WisdomWave.Completion.Models.Failures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Models.Failures;

/// <summary>What the operator reads about a failure.</summary>
public sealed class OperatorLogTests
{
    private static readonly Uri Endpoint = new("https://api.example.com/api");

    [Fact]
    public void TheProvidersWordsAreThereInOneLineWithoutSecrets() => Assert.Equal(
        "code invalid_api_key, type invalid_request_error, param none: Incorrect API key provided: sk-***. See the docs.",
        new ProviderError("invalid_api_key", "invalid_request_error", null, "Incorrect API key provided: sk-proj-0123456789abcdef.\nSee the docs.").ToString());

    [Fact]
    public void AMessageIsCutAfterTwoHundredCharactersAndBetweenThem()
    {
        var words = new ProviderError(null, null, null, new string('a', 199) + "😀 and more").ToString();

        Assert.EndsWith(": " + new string('a', 199), words, StringComparison.Ordinal);
    }

    [Fact]
    public void ASecretThatTheCutWouldHalveIsHidden()
    {
        var words = new ProviderError(null, null, null, new string('a', 190) + " sk-proj-0123456789abcdef").ToString();

        Assert.DoesNotContain("sk-proj", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureKind.KeyRejected, 401, false, "The provider rejects OPENAI_API_KEY: set a valid one, and restart")]
    [InlineData(FailureKind.KeyRejected, 401, true, "The provider rejects Models:<n>:ApiKey: set a valid one, and restart")]
    [InlineData(FailureKind.KeyRejected, 403, false, "OPENAI_API_KEY lacks the right")]
    [InlineData(FailureKind.RegionNotServed, 403, false, "does not serve the country")]
    [InlineData(FailureKind.WrongAddress, 404, false, "OPENAI_BASE_URL leads to https://api.example.com/api, which is no OpenAI-compatible API")]
    [InlineData(FailureKind.ModelNotFound, 404, false, "set MODEL_NAME")]
    [InlineData(FailureKind.QuotaSpent, 429, false, "pay the bill")]
    [InlineData(FailureKind.NoRoomLeft, 200, false, "Models:<n>:ReasoningEffort lower")]
    [InlineData(FailureKind.ContextTooLong, 400, false, "Models:<n>:ContextTokens")]
    public void TheOperatorIsToldWhatToDo(FailureKind kind, int status, bool hasOwnServer, string advice) =>
        Assert.Contains(advice, OperatorAdvice.For(new ProviderFailure(kind, status), Endpoint, hasOwnServer), StringComparison.Ordinal);

    [Fact]
    public void EveryKindHasAdvice() =>
        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.NotEmpty(OperatorAdvice.For(new ProviderFailure(kind), Endpoint, hasOwnServer: false)));
}
