using System.Text;

namespace WisdomWave.Completion.Tests.Models.Wire.Repair;

/// <summary>The ways in which servers write a valid answer, each from a public report, and combinations of them.</summary>
internal static class Dialects
{
    private const int Combinations = 120;

    private static readonly (string Name, Action<DialectWriter> Write)[] Fields =
    [
        .. Each("finish", ["\"stop\"", "\"eos\"", "\"eos_token\"", "\"end_turn\"", "\"STOP\"", "\"stop_sequence\"", "\"complete\"", "\"FINISH_REASON_STOP\"", "1", "true"], (wire, value) => wire.Finish = value),
        .. Each("finish reason in chunks", [null, "\"\"", "\"null\"", "\" \"", "false"], (wire, value) => wire.FinishInChunks = value),
        .. Each("role", [null, "\"\"", "\"model\"", "\"Assistant\"", "null", "7"], (wire, value) => wire.Role = value),
        .. Each("role in every chunk", ["\"assistant\"", "\"model\"", "\"\""], (wire, value) => (wire.Role, wire.RoleInEveryChunk) = (value, true)),
        .. Each("created", [null, "null", "\"1764288000\"", "1764288000.25", "1764288000000", "-1", "99999999999999999999", "{}"], (wire, value) => wire.Created = value),
        .. Each("id", [null, "null", "17", "\"\"", "[]"], (wire, value) => wire.Id = value),
        .. Each("model", [null, "null", "17", "\"\""], (wire, value) => wire.Model = value),
        .. Each("object", [null, "null", "\"\"", "1"], (wire, value) => wire.Object = value),
        .. Each("index", [null, "null", "\"0\"", "0.0", "-1"], (wire, value) => wire.Index = value),
        .. Each("logprobs", ["null", "[]", "{}", "{\"content\":null}", "0"], (wire, value) => wire.Logprobs = value),
        .. Each("system_fingerprint", ["null", "12", "{}"], (wire, value) => wire.Fingerprint = value),
        .. Each("usage in each chunk", ["null", "{}", "{\"prompt_tokens\":21,\"completion_tokens\":2,\"total_tokens\":23}", "[]", "0"], (wire, value) => wire.UsageInChunks = value),
        .. Each(
            "usage",
            [
                "{\"prompt_tokens\":21.0,\"completion_tokens\":5.0,\"total_tokens\":26.0}", "{\"prompt_tokens\":\"21\",\"completion_tokens\":\"5\"}",
                "{\"prompt_tokens\":21,\"completion_tokens\":5,\"total_tokens\":null,\"prompt_tokens_details\":null,\"completion_tokens_details\":{\"reasoning_tokens\":null}}",
                "{\"input_tokens\":21,\"output_tokens\":5}", "{\"prompt_tokens\":21,\"completion_tokens\":5,\"total_tokens\":26,\"prompt_tokens_details\":[]}",
            ],
            (wire, value) => wire.UsageAtTheEnd = value),
        ("usage with the end", wire => wire.UsageHasOwnChunk = false),
        ("reasoning fields that are null", wire => wire.DeltaExtra = "\"reasoning_content\":null,\"reasoning\":null,\"refusal\":null,\"tool_calls\":null,\"function_call\":null,"),
        ("empty tools", wire => wire.DeltaExtra = "\"tool_calls\":[],\"audio\":{},\"annotations\":[],"),
        ("provider's own fields", wire => wire.DeltaExtra = "\"reasoning_details\":[],\"x\":{\"y\":[1,{\"z\":null}]},"),
        ("text as a number", wire => wire.Pieces = [DialectWriter.Quoted("Hello"), DialectWriter.Quoted(", Ada "), U8("42"), DialectWriter.Quoted("! 😀")]),
        ("text as parts", wire => wire.Pieces = [U8("""[{"type":"text","text":"Hello"},{"type":"text","text":", Ada"}]"""), U8("""[" 42","! "]"""), U8("""{"type":"text","text":"😀"}""")]),
        ("text that is null", wire => wire.Pieces = [U8("null"), DialectWriter.Quoted(DialectWriter.Text), U8("null"), U8("[]")]),
        ("everything escaped", wire => wire.Pieces = [U8(Escaped(DialectWriter.Text))]),
        ("half of a surrogate pair", wire => wire.Pieces = [DialectWriter.Quoted("Hello, Ada 42! "), U8("\"\\ud83d\""), U8("\"\\uDE00\"")]),
        ("an emoji's bytes in two chunks", wire => wire.Pieces = [[.. U8("\"Hello, Ada 42! "), 0xF0, 0x9F, (byte)'"'], [(byte)'"', 0x98, 0x80, (byte)'"']]),
        ("an emoji's bytes in four chunks", wire => wire.Pieces = [DialectWriter.Quoted("Hello, Ada 42! "), Byte(0xF0), Byte(0x9F), Byte(0x98), Byte(0x80)]),
        ("an empty first choice", wire => wire.Before.Add("""{"id":"","object":"","created":0,"model":"","choices":[],"prompt_filter_results":[{"prompt_index":0}]}""")),
        ("no choices first", wire => wire.Before.Add("""{"id":"c1","choices":null,"created":null}""")),
        ("nothing first", wire => wire.Before.Add("{}")),
        ("nothing between", wire => wire.Between.Add("{}")),
        ("a choice without a delta between", wire => wire.Between.Add("""{"id":"c1","choices":[{"index":0,"delta":null,"finish_reason":null}]}""")),
        ("a choice that is null between", wire => wire.Between.Add("""{"id":"c1","choices":[null]}""")),
        ("pings as data", wire => wire.Between.Add("ping")),
        ("empty data", wire => wire.Between.Add("")),
    ];

    private static readonly (string Name, Action<DialectWriter> Write)[] Frames =
    [
        ("CRLF", wire => wire.LineEnd = "\r\n"),
        ("CR", wire => wire.LineEnd = "\r"),
        ("BOM", wire => wire.Preamble = "\uFEFF"),
        ("blank lines first", wire => wire.Preamble = "\n\n"),
        ("comments", wire => wire.Comment = ": OPENROUTER PROCESSING\n\n"),
        ("comments within events", wire => wire.Comment = ":\n"),
        ("event names", wire => wire.Comment = "event: message\nid: 7\nretry: 10\n"),
        ("no space", wire => wire.DataPrefix = "data:"),
        ("two spaces", wire => wire.DataPrefix = "data:  "),
        ("no blank lines", wire => wire.AfterData = ""),
        ("three blank lines", wire => wire.AfterData = "\n\n\n"),
        ("no line end after the last event", wire => wire.OmitsLastLineEnd = true),
        ("no [DONE]", wire => wire.HasDone = false),
        ("no finish reason", wire => wire.Finish = null),
        ("a finish reason that is empty", wire => wire.Finish = "\"\""),
        ("no usage", wire => wire.UsageAtTheEnd = null),
    ];

    public static IReadOnlyDictionary<string, Func<DialectWriter>> All { get; } = Make();

    private static Dictionary<string, Func<DialectWriter>> Make()
    {
        var all = new Dictionary<string, Func<DialectWriter>> { ["OpenAI"] = () => new DialectWriter() };
        foreach (var dialect in (IEnumerable<(string Name, Action<DialectWriter> Write)>)[.. Fields, .. Frames])
            all.Add(dialect.Name, () => Apply(dialect));

        // A fixed seed: a test that fails must fail again.
        var random = new Random(14);
        for (var i = 0; i < Combinations; i++)
        {
            (string Name, Action<DialectWriter> Write)[] chosen = [.. random.GetItems(Fields, 3), .. random.GetItems(Frames, 2)];
            all.TryAdd($"{i}: {string.Join(" + ", chosen.Select(dialect => dialect.Name))}", () => Apply(chosen));
        }

        return all;
    }

    private static DialectWriter Apply(params (string Name, Action<DialectWriter> Write)[] dialects)
    {
        var wire = new DialectWriter();
        foreach (var (_, write) in dialects)
            write(wire);

        // Without [DONE] and a finish reason the answer would be incomplete.
        if (!wire.HasDone && wire.Finish is not ['"', not '"', ..])
            wire.HasDone = true;
        return wire;
    }

    private static IEnumerable<(string, Action<DialectWriter>)> Each(string field, string?[] values, Action<DialectWriter, string?> write) =>
        values.Select(value => ($"{field} {value ?? "left out"}", (Action<DialectWriter>)(wire => write(wire, value))));

    private static string Escaped(string text) => $"\"{string.Concat(text.Select(character => $"\\u{(int)character:x4}"))}\"";

    private static byte[] Byte(byte value) => [(byte)'"', value, (byte)'"'];

    private static byte[] U8(string text) => Encoding.UTF8.GetBytes(text);
}
