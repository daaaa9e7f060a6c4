using System.Text;
using System.Text.Json;

namespace WisdomWave.Completion.Tests.Models.Wire.Repair;

/// <summary>Writes a streamed answer. A dialect may change every field; fields that are null are omitted.</summary>
internal sealed class DialectWriter
{
    public const string Text = "Hello, Ada 42! 😀";

    public string? Id { get; set; } = "\"c1\"";

    public string? Object { get; set; } = "\"chat.completion.chunk\"";

    public string? Created { get; set; } = "1764288000";

    public string? Model { get; set; } = "\"gpt-test-2026\"";

    public string? Index { get; set; } = "0";

    public string? Logprobs { get; set; }

    public string? Fingerprint { get; set; }

    /// <summary>The role in the first chunk.</summary>
    public string? Role { get; set; } = "\"assistant\"";

    public bool RoleInEveryChunk { get; set; }

    /// <summary>The finish reason in chunks with text.</summary>
    public string? FinishInChunks { get; set; } = "null";

    /// <summary>The finish reason in the last chunk; null for no such chunk.</summary>
    public string? Finish { get; set; } = "\"stop\"";

    /// <summary>The usage in every chunk with text.</summary>
    public string? UsageInChunks { get; set; }

    public string? UsageAtTheEnd { get; set; } = """{"prompt_tokens":21,"completion_tokens":5,"total_tokens":26}""";

    /// <summary>Whether the usage has its own chunk after the last one.</summary>
    public bool UsageHasOwnChunk { get; set; } = true;

    public bool HasDone { get; set; } = true;

    /// <summary>The text as JSON, piece by piece.</summary>
    public IReadOnlyList<byte[]> Pieces { get; set; } = [.. ((string[])["Hello", ", Ada", " 42", "! ", "😀"]).Select(Quoted)];

    /// <summary>Payloads before the first chunk.</summary>
    public List<string> Before { get; } = [];

    /// <summary>Payloads between the chunks.</summary>
    public List<string> Between { get; } = [];

    public string LineEnd { get; set; } = "\n";

    public string DataPrefix { get; set; } = "data: ";

    public string AfterData { get; set; } = "\n";

    public string Preamble { get; set; } = "";

    public string Comment { get; set; } = "";

    public string DeltaExtra { get; set; } = "";

    public bool OmitsLastLineEnd { get; set; }

    public static byte[] Quoted(string text) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text, Relaxed));

    public static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] ToBytes()
    {
        var stream = new MemoryStream();
        Write(stream, Preamble);
        foreach (var payload in Before)
            Event(stream, Encoding.UTF8.GetBytes(payload));
        if (Role is not null || RoleInEveryChunk)
            Event(stream, Chunk("""{"role":ROLE,"content":""}""".Replace("ROLE", Role ?? "null"), FinishInChunks, UsageInChunks));
        foreach (var piece in Pieces)
        {
            var role = RoleInEveryChunk ? $"\"role\":{Role}," : "";
            Event(stream, [.. Head(), .. U8($"{{{role}{DeltaExtra}\"content\":"), .. piece, .. U8("}"), .. Tail(FinishInChunks, UsageInChunks)]);
            foreach (var payload in Between)
                Event(stream, U8(payload));
        }

        if (Finish is not null)
            Event(stream, Chunk("{}", Finish, UsageHasOwnChunk ? UsageInChunks : UsageAtTheEnd));
        if (UsageHasOwnChunk && UsageAtTheEnd is not null)
            Event(stream, U8($"{{{Common()}\"choices\":[],\"usage\":{UsageAtTheEnd}}}"));
        if (HasDone)
            Event(stream, U8("[DONE]"));
        return OmitsLastLineEnd ? stream.ToArray()[..^(LineEnd.Length + AfterData.Replace("\n", LineEnd).Length)] : stream.ToArray();
    }

    private byte[] Chunk(string delta, string? finish, string? usage) => [.. Head(), .. U8(delta), .. Tail(finish, usage)];

    private byte[] Head() => U8($"{{{Common()}\"choices\":[{{{Field("index", Index)}{Field("logprobs", Logprobs)}\"delta\":");

    private byte[] Tail(string? finish, string? usage) => U8((finish is null ? "" : $",\"finish_reason\":{finish}") + "}]" + (usage is null ? "" : $",\"usage\":{usage}") + "}");

    private string Common() => Field("id", Id) + Field("object", Object) + Field("created", Created) + Field("model", Model) + Field("system_fingerprint", Fingerprint);

    private static string Field(string name, string? value) => value is null ? "" : $"\"{name}\":{value},";

    private void Event(MemoryStream stream, byte[] payload)
    {
        Write(stream, Comment);
        Write(stream, DataPrefix);
        stream.Write(payload);
        Write(stream, "\n" + AfterData);
    }

    private void Write(MemoryStream stream, string text) => stream.Write(U8(text.Replace("\n", LineEnd, StringComparison.Ordinal)));

    private static byte[] U8(string text) => Encoding.UTF8.GetBytes(text);
}
