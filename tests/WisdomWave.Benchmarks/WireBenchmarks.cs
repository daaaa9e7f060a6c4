using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Telegram.Bot;
using Telegram.Bot.Types;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Receiving;
using WisdomWave.ServiceDefaults.EventStreams;

namespace WisdomWave.Benchmarks;

/// <summary>The data between the services for each turn, as JSON and as server-sent events.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private const int Deltas = 40;

    private readonly CompletionRequest _request = new()
    {
        Model = "gpt-5-mini",
        Messages = [.. Enumerable.Range(0, 10).Select(number => new PromptMessage(number % 2 == 0 ? PromptRole.User : PromptRole.Assistant, Texts.Answer(600)))],
        MaxOutputTokens = 4_000,
    };

    private readonly InboundMessage _message = new()
    {
        Bot = new BotIdentity(1_000_001, "load_bot"),
        UpdateId = 1,
        Chat = new ChatAddress(5_000_000_001, ChatKind.Private),
        From = new Contracts.Dialog.Person(5_000_000_001, "Load", "en"),
        MessageId = 1,
        Text = "Why does the tide come back to the shore?",
        AddressedBy = AddressedBy.PrivateChat,
        SentAt = DateTimeOffset.UnixEpoch,
    };

    private readonly byte[] _updates = Encoding.UTF8.GetBytes(
        """{"ok":true,"result":[{"update_id":1,"message":{"message_id":1,"from":{"id":5000000001,"is_bot":false,"first_name":"Load","language_code":"en"},"chat":{"id":5000000001,"first_name":"Load","type":"private"},"date":1,"text":"Why does the tide come back to the shore?"}}]}""");

    private readonly byte[] _events = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(
        """
        event: delta
        data: {"type":"delta","text":"and the earth turns "}


        """, Deltas)));

    private byte[] _messageJson = null!;

    [GlobalSetup]
    public void SetUp() => _messageJson = JsonSerializer.SerializeToUtf8Bytes(_message, ContractsJson.Default.InboundMessage);

    [Benchmark]
    public byte[] WriteMessage() => JsonSerializer.SerializeToUtf8Bytes(_message, ContractsJson.Default.InboundMessage);

    [Benchmark]
    public object? ReadMessage() => JsonSerializer.Deserialize(_messageJson, ContractsJson.Default.InboundMessage);

    /// <summary>A prompt of ten messages.</summary>
    [Benchmark]
    public byte[] WriteRequest() => JsonSerializer.SerializeToUtf8Bytes(_request, ContractsJson.Default.CompletionRequest);

    [Benchmark]
    public object? ReadUpdate() => JsonSerializer.Deserialize<Update>(RawUpdates.TryRead(_updates)!.All[0].Json.Span, JsonBotAPI.Options);

    /// <summary>An answer of 40 deltas, as ingress reads it.</summary>
    [Benchmark]
    public async Task<int> ReadEvents()
    {
        using var content = new ByteArrayContent(_events);
        var read = 0;
        await foreach (var happened in content.ReadEventsAsync(ContractsJson.Default.TurnEvent, CancellationToken.None))
            read += happened is TurnDelta ? 1 : 0;
        return read;
    }
}
