namespace WisdomWave.EndToEnd;

/// <summary>A start that cannot succeed ends with an error that names the reason in one sentence.</summary>
public sealed class RefusedStartTests(RefusedStartTests.MalformedSettings malformed) : IClassFixture<RefusedStartTests.MalformedSettings>
{
    /// <summary>A start reports all malformed settings at once.</summary>
    private static readonly Dictionary<string, string> Malformed = new()
    {
        ["MAX_TOKENS"] = "many",
        ["TELEGRAM_BOT_TOKEN"] = "not-a-token",
        ["OPENAI_BASE_URL"] = "localhost",
        ["TELEGRAM_PROXY"] = "tg://proxy?server=198.51.100.1&port=443",
    };

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("MAX_TOKENS")]
    [InlineData("TELEGRAM_BOT_TOKEN")]
    [InlineData("OPENAI_BASE_URL")]
    [InlineData("TELEGRAM_PROXY")]
    public async Task AMalformedSettingIsNamedInOneSentence(string name)
    {
        var failure = await malformed.Failure;

        Assert.Single(failure.Lines, line => line.Contains(name, StringComparison.Ordinal) && line.Contains("for example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheFirstServiceThatEndsWhileItStartsStopsTheApplicationWithItsSentence()
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-refused-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "dialog.db"), new string('x', 10_000), Token);

        var failure = await FailAsync(folder);

        var sentence = Assert.Single(failure.Lines, line => line.Contains("database is damaged", StringComparison.Ordinal));
        Assert.StartsWith($"dialog did not start: The database is damaged ({folder}/dialog.db)", sentence, StringComparison.Ordinal);

        // The services that it stopped did not fail.
        Assert.DoesNotContain(failure.Lines, line => line.Contains("canceled", StringComparison.OrdinalIgnoreCase));
        Assert.Single(failure.Lines, line => line.Contains("did not start", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ASettingOfAServiceIsNamedWithoutAStackTrace()
    {
        var folder = Directory.CreateTempSubdirectory("wisdomwave-refused-").FullName;

        var failure = await FailAsync(folder, new Dictionary<string, string> { ["Cache__Timeout"] = "0" });

        Assert.Single(failure.Lines, "completion did not start: Cache:Timeout is not above zero; a good value is 00:00:00.050.");
        Assert.DoesNotContain(failure.Lines, line => line.Contains("Exception", StringComparison.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<StartFailedException> FailAsync(string folder, IReadOnlyDictionary<string, string>? settings = null)
    {
        var failure = await Assert.ThrowsAsync<StartFailedException>(() => Application.StartAsync(folder, settings));
        Assert.Equal(1, failure.ExitCode);
        Assert.DoesNotContain(failure.Lines, line => line.StartsWith("   at ", StringComparison.Ordinal));
        return failure;
    }

    /// <summary>One start for all tests of malformed settings.</summary>
    public sealed class MalformedSettings : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-refused-").FullName;
        private readonly Lazy<Task<StartFailedException>> _failure;

        public MalformedSettings() => _failure = new(() => FailAsync(_folder, Malformed));

        public Task<StartFailedException> Failure => _failure.Value;

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
