using WisdomWave.ServiceDefaults.Startup;
using WisdomWave.Testing;

namespace WisdomWave.Completion.Tests;

public sealed class StartTests
{
    /// <summary>One of each kind that the host or the server would also log.</summary>
    [Theory]
    [InlineData("OPENAI_API_KEY", "", "OPENAI_API_KEY is missing; a good value is a key of your OpenAI account such as sk-proj-….")]
    [InlineData("Logging__LogLevel__Default", "Loud", "Logging:LogLevel has an unknown level: Configuration value 'Loud' is not supported; a good value is Information.")]
    [InlineData("ASPNETCORE_URLS", "localhost", "ASPNETCORE_URLS contains an invalid address (Invalid url: 'localhost'); a good value is http://127.0.0.1:5203.")]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.1:5103", "The service cannot listen on its address (Cannot assign requested address); set ASPNETCORE_URLS to an address of this machine such as http://127.0.0.1:5203.")]
    public async Task AnInvalidSettingEndsTheProcessWithOneSentenceOnly(string setting, string value, string sentence)
    {
        var failed = await FailedStart.OfAsync("WisdomWave.Completion.dll", "OPENAI_API_KEY=sk-test-0123456789", "OPENAI_BASE_URL=", $"{setting}={value}");

        Assert.Equal(new FailedStart(1, "", sentence), failed);
    }

    /// <summary>In this process, because starting another one takes a second of the machine's time.</summary>
    [Theory]
    [InlineData("OPENAI_API_KEY", "sk-тест", "OPENAI_API_KEY has characters that an HTTP header cannot contain; a good value is a key of your OpenAI account such as sk-proj-….")]
    [InlineData("OPENAI_BASE_URL", "localhost:8080", "OPENAI_BASE_URL is not an absolute http(s) address; a good value is https://api.openai.com/v1.")]
    [InlineData("Cache:Timeout", "0", "Cache:Timeout is not above zero; a good value is 00:00:00.050.")]
    [InlineData("SemanticCache:Threshold", "95", "SemanticCache:Threshold is not above zero and at most 1; a good value is 0.95.")]
    [InlineData("ConnectionStrings:cache", "localhost:6379,color=blue", "ConnectionStrings:cache cannot be read; a good value is localhost:6379.")]
    [InlineData("Completion:TotalLimit", "00:00:10", "Completion:TotalLimit is below Completion:FirstTokenLimit; a good value is 00:05:00.")]
    [InlineData("Models:0:MaxTokensParameter", "tokens", "Models:<n>:Name is missing; a good value is gpt-5-mini. Models:<n>:MaxTokensParameter is neither max_tokens nor max_completion_tokens; a good value is max_tokens.")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is not an absolute http(s) address; a good value is http://127.0.0.1:4317.")]
    public async Task AnInvalidSettingEndsTheStartWithOneSentence(string setting, string value, string sentence)
    {
        var stderr = new StringWriter();
        var exitCode = await ServiceRun.RunAsync(
            () => CompletionApp.Build(["--urls=http://127.0.0.1:0", "--OPENAI_API_KEY=sk-test-0123456789", "--OPENAI_BASE_URL=", $"--{setting}={value}"]), stderr);

        Assert.Equal((1, sentence), (exitCode, stderr.ToString().TrimEnd()));
    }
}
