using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WisdomWave.Completion.Models.Wire.Repair;

namespace WisdomWave.Completion.Tests.Models.Wire.Repair;

public sealed class RepairingStreamTests
{
    private const string OpenAiChunk =
        """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764288000,"model":"gpt-5-mini-2025-08-07","service_tier":"default","system_fingerprint":null,"choices":[{"index":0,"delta":{"content":" word\n"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"Zx9"}""" + "\n\n";

    /// <summary>Escapes stay escapes, and characters that several bytes encode stay complete.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task TheTextOfValidChunksIsKeptHoweverTheyAreSplit(int readSize)
    {
        string[] texts = [" word\n", "\"quoted\" \\", "слово", "😀", "\u0007"];

        var read = await ReadAsync(string.Concat(texts.Select(text => OpenAiChunk.Replace("\" word\\n\"", JsonSerializer.Serialize(text), StringComparison.Ordinal))), readSize);

        Assert.Equal(string.Concat(texts), string.Concat(ChunksOf(read).Select(TextOf)));
        Assert.Equal("gpt-5-mini-2025-08-07", (string?)ChunksOf(read)[0]["model"]);
    }

    [Fact]
    public async Task TextThatArrivesTogetherBecomesOneChunk()
    {
        const string Reasoning = """data: {"choices":[{"index":0,"delta":{"content":"a","reasoning_content":"b"}}]}""" + "\n\n";
        var five = string.Concat(Enumerable.Repeat(OpenAiChunk, 5));

        var read = await ReadAsync(five + Reasoning + five + "data: [DONE]\n\n", 100_000);

        // Five, the one with reasoning, five, the end.
        var text = string.Concat(Enumerable.Repeat(" word\n", 5));
        Assert.Equal([text, "a", text, ""], ChunksOf(read).Select(TextOf));
        Assert.EndsWith("data: [DONE]\n\n", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AValidChunkAllocatesNoMemory()
    {
        var chunks = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(OpenAiChunk, 2000)));
        await using var stream = new RepairingStream(new MemoryStream(chunks), isEventStream: true);
        var buffer = new byte[16 * 1024];
        Assert.True(await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) > 0);

        // The memory stream completes synchronously, so everything runs on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) > 0)
        {
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 200 * 1024, $"{allocated} bytes for {chunks.Length}");
    }

    [Theory]
    [InlineData("<html><body>Welcome</body></html>", "text/html")]
    [InlineData("Welcome to nginx", "text/plain")]
    [InlineData("{\"object\":\"list\",\"data\":[]}", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("\"Hi\"", "application/json")]
    public async Task ABodyThatIsNotAnAnswerBecomesAnError(string body, string contentType)
    {
        var read = await ReadAsync(body, 1000, contentType == "text/event-stream");

        Assert.StartsWith("""data: {"error":{"message":""", read, StringComparison.Ordinal);
        Assert.Contains("""code":"not_a_completion""", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEndlessLineIsRejected()
    {
        await using var stream = new RepairingStream(new Endless(), isEventStream: true);

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (await stream.ReadAsync(new byte[1024], TestContext.Current.CancellationToken) > 0)
            {
            }
        });
    }

    private static List<JsonNode> ChunksOf(string events) =>
        [.. events.Split("\n\n").Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line["data: ".Length..])!)];

    private static string TextOf(JsonNode chunk) => (string?)chunk["choices"]![0]!["delta"]!["content"] ?? "";

    private static async Task<string> ReadAsync(string text, int readSize, bool isEventStream = true)
    {
        await using var stream = new RepairingStream(new Slow(Encoding.UTF8.GetBytes(text), readSize), isEventStream);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Slow(byte[] bytes, int readSize) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, readSize)], cancellationToken);
    }

    private sealed class Endless : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'a');
            return new(buffer.Length);
        }
    }
}
