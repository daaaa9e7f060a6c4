using System.Diagnostics;

namespace WisdomWave.Completion.Tests;

/// <summary>The service as a process.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("OPENAI_API_KEY", "", "OPENAI_API_KEY is missing; a good value is a key of your OpenAI account such as sk-proj-….")]
    [InlineData("OPENAI_API_KEY", "sk-тест", "OPENAI_API_KEY has characters that no header takes; a good value is a key of your OpenAI account such as sk-proj-….")]
    [InlineData("OPENAI_BASE_URL", "localhost:8080", "OPENAI_BASE_URL is not an absolute http(s) address; a good value is https://api.openai.com/v1.")]
    [InlineData("Cache__Patience", "0", "Cache:Patience is not above zero; a good value is 00:00:00.050.")]
    [InlineData("SemanticCache__Threshold", "95", "SemanticCache:Threshold is not above zero and at most 1; a good value is 0.95.")]
    [InlineData("ConnectionStrings__cache", "localhost:6379,color=blue", "ConnectionStrings:cache cannot be read; a good value is localhost:6379.")]
    [InlineData("Completing__TotalLimit", "00:00:10", "Completing:TotalLimit is below Completing:FirstTokenLimit; a good value is 00:05:00.")]
    [InlineData("Models__0__MaxTokensParameter", "tokens", "Models:<n>:Name is missing; a good value is gpt-5-mini. Models:<n>:MaxTokensParameter is neither max_tokens nor max_completion_tokens; a good value is max_tokens.")]
    public async Task ASettingThatIsNoGoodEndsTheStartWithOneSentence(string setting, string value, string sentence)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "WisdomWave.Completion.dll"), "--urls=http://127.0.0.1:0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["OPENAI_API_KEY"] = "sk-test-0123456789", ["OPENAI_BASE_URL"] = "" },
        };
        start.Environment[setting] = value;

        using var process = Process.Start(start)!;
        var stdout = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var stderr = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, sentence, ""), (process.ExitCode, stderr.TrimEnd(), await stdout));
    }
}
