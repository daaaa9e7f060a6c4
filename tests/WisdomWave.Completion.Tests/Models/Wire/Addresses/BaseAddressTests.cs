using Microsoft.Extensions.Time.Testing;
using WisdomWave.Completion.Models.Wire.Addresses;
using WisdomWave.Completion.Tests.Fakes;
using WisdomWave.Completion.Tests.Fixtures;
using WisdomWave.Contracts.Completion;

namespace WisdomWave.Completion.Tests.Models.Wire.Addresses;

public sealed class BaseAddressTests
{
    [Theory]
    [InlineData("https://api.example.com/v1", "https://api.example.com/v1")]
    [InlineData("https://api.example.com/v1/", "https://api.example.com/v1")]
    [InlineData(" https://api.example.com/v1// ", "https://api.example.com/v1")]
    [InlineData("https://api.example.com/v1/chat/completions", "https://api.example.com/v1")]
    [InlineData("https://api.example.com/v1/Chat/Completions/", "https://api.example.com/v1")]
    [InlineData("https://api.example.com/v1/completions", "https://api.example.com/v1")]
    [InlineData("https://api.example.com/v1/models", "https://api.example.com/v1")]
    [InlineData("https://api.example.com/openai/v1/embeddings", "https://api.example.com/openai/v1")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080")]
    public void APastedUrlIsNormalizedToTheBaseAddress(string pasted, string address) => Assert.Equal(address, BaseAddress.Normalize(pasted));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/chat/completions")]
    [InlineData("/v1")]
    [InlineData("/v1/chat/completions")]
    public async Task AServerIsFoundWhicheverPartOfItsAddressIsConfigured(string path)
    {
        await using var provider = await FakeProvider.StartAsync();
        // The clock stands still, so the search for the version does not time out.
        await using var service = await CompletionService.StartAsync(
            provider, new FakeTimeProvider(), $"--OPENAI_BASE_URL={new Uri(provider.BaseUrl).GetLeftPart(UriPartial.Authority)}{path}");

        Assert.Equal(FakeProvider.Greeting, PlaygroundAnswers.TextOf(await service.CompleteAsync(CompletionService.Ask())));
        Assert.Equal(FakeProvider.Greeting, PlaygroundAnswers.TextOf(await service.CompleteAsync(CompletionService.Ask("Again"))));
    }

    [Fact]
    public async Task AWrongPathIsReported()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var service = await CompletionService.StartAsync(provider, $"--OPENAI_BASE_URL={provider.BaseUrl}/api");

        Assert.Equal([new CompletionFailed(FailureKind.WrongAddress)], await service.CompleteAsync(CompletionService.Ask()));
    }
}
