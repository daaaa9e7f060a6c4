using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <summary>
/// Malformed updates: those of the Bot API with fields missing, of the wrong type, out of range, nested or repeated, and with text that
/// no client can send. The same seed yields the same updates.
/// </summary>
internal sealed class HostileUpdates(int seed)
{
    private const int Megabyte = 1024 * 1024;

    private static readonly string[] Samples =
    [
        """
        {"message":{"message_id":7,"from":{"id":900,"is_bot":false,"first_name":"Eve","username":"eve","language_code":"en"},
        "chat":{"id":900,"first_name":"Eve","type":"private"},"date":0,"text":"What is /help?","entities":[{"offset":8,"length":5,"type":"bot_command"}],
        "reply_to_message":{"message_id":6,"from":{"id":900,"is_bot":false,"first_name":"Eve"},"chat":{"id":900,"type":"private"},"date":0,"text":"quoted"},
        "link_preview_options":{"is_disabled":true}}}
        """,
        """
        {"message":{"message_id":8,"message_thread_id":3,"is_topic_message":true,"from":{"id":900,"is_bot":false,"first_name":"Eve"},
        "chat":{"id":-1001000000009,"title":"Cellar","type":"supergroup","is_forum":true},"date":0,"text":"@wisdomwave_bot hello",
        "entities":[{"offset":0,"length":15,"type":"mention"}],"sender_chat":{"id":-100,"title":"Channel","type":"channel"}}}
        """,
        """
        {"message":{"message_id":9,"media_group_id":"5","from":{"id":900,"is_bot":false,"first_name":"Eve"},"chat":{"id":900,"type":"private"},"date":0,
        "caption":"see","photo":[{"file_id":"a","file_unique_id":"b","width":90,"height":90,"file_size":1000}],
        "document":{"file_id":"a","file_unique_id":"b","file_name":"a.pdf","mime_type":"application/pdf","file_size":99999},
        "voice":{"file_id":"a","file_unique_id":"b","duration":3,"mime_type":"audio/ogg"},
        "forward_origin":{"type":"user","date":0,"sender_user":{"id":1,"is_bot":false,"first_name":"Mallory"}},
        "quote":{"text":"part","position":0},"external_reply":{"origin":{"type":"hidden_user","date":0,"sender_user_name":"X"},"message_id":4}}}
        """,
        """
        {"edited_message":{"message_id":7,"from":{"id":900,"is_bot":false,"first_name":"Eve"},"chat":{"id":900,"type":"private"},"date":0,"edit_date":0,"text":"changed"}}
        """,
        """
        {"callback_query":{"id":"4382bfdwdsb323b2d9","from":{"id":900,"is_bot":false,"first_name":"Eve"},"chat_instance":"1","data":"set:Language=ru",
        "message":{"message_id":5,"from":{"id":110201543,"is_bot":true,"first_name":"Bot"},"chat":{"id":900,"type":"private"},"date":0,"text":"Settings"}}}
        """,
        """{"stopped_message_generation":{"chat":{"id":900,"type":"private"},"message_thread_id":1,"draft_id":77}}""",
        """
        {"message":{"message_id":2,"chat":{"id":-400,"title":"Group","type":"group"},"from":{"id":900,"is_bot":false,"first_name":"Eve"},"date":0,
        "migrate_to_chat_id":-1001000000010}}
        """,
        """{"my_chat_member":{"chat":{"id":900,"type":"private"},"from":{"id":900,"is_bot":false,"first_name":"Eve"},"date":0,"old_chat_member":{"status":"member"}}}""",
        """{"poll_answer":{"poll_id":"1","option_ids":[0]}}""",
    ];

    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Random _random = new(seed);

    /// <summary>A well-formed message with this text.</summary>
    public static string Message(string text)
    {
        var update = JsonNode.Parse(Samples[0])!;
        SetDates(update, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        update["message"]!["text"] = text;
        return update.ToJsonString();
    }

    /// <summary>One update per line, without update_id.</summary>
    public IEnumerable<string> Take(int count)
    {
        for (var i = 0; i < count; i++)
            yield return Next().ReplaceLineEndings("");
    }

    private string Next()
    {
        var update = JsonNode.Parse(Samples[_random.Next(Samples.Length)])!.AsObject();
        SetDates(update, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        for (var changes = _random.Next(1, 4); changes > 0; changes--)
            Change(update);
        // Placeholders for JSON that JsonNode cannot represent.
        return update.ToJsonString(Unescaped)
            .Replace("@quote@", "\"", StringComparison.Ordinal)
            .Replace("\"@raw:", "", StringComparison.Ordinal).Replace(":raw@\"", "", StringComparison.Ordinal)
            .Replace("@half@", "\\ud83d", StringComparison.Ordinal);
    }

    private void Change(JsonObject update)
    {
        var places = PlacesIn(update).ToList();
        // Earlier changes may have removed everything.
        if (places.Count == 0)
            return;
        var (parent, name) = places[_random.Next(places.Count)];
        switch (_random.Next(8))
        {
            case 0:
                parent.Remove(name);
                break;
            case 1:
                parent["something_new"] = JsonNode.Parse("""{"a":[1,{"b":null}]}""");
                break;
            case 2:
                // A duplicate property with a different value.
                parent[name] = Twice(name, parent[name], Value(parent[name]));
                break;
            default:
                parent[name] = Value(parent[name]);
                break;
        }
    }

    private static JsonValue Twice(string name, JsonNode? first, JsonNode? second) =>
        Raw($"{first?.ToJsonString() ?? "null"},{JsonSerializer.Serialize(name)}:{second?.ToJsonString() ?? "null"}");

    /// <summary>Usually keeps the type: values of another type are rejected early and test little.</summary>
    private JsonNode? Value(JsonNode? old) => (old?.GetValueKind(), _random.Next(3)) switch
    {
        (JsonValueKind.String, > 0) => Text(),
        (JsonValueKind.Number, > 0) => Number(),
        _ => _random.Next(10) switch
        {
            0 => null,
            1 => true,
            2 => Number(),
            3 => new JsonArray(),
            4 => new JsonObject(),
            5 => new JsonArray(null, 1, "a", new JsonObject { ["text"] = 5 }),
            6 => Raw(new string('[', 1000) + new string(']', 1000)),
            7 => Raw(string.Concat(Enumerable.Repeat("{\"reply_to_message\":", 1000)) + "1" + new string('}', 1000)),
            _ => Text(),
        },
    };

    private JsonNode Number() => _random.Next(8) switch
    {
        0 => 0,
        1 => -1,
        2 => int.MaxValue,
        3 => int.MinValue,
        4 => long.MaxValue,
        5 => 0.5,
        6 => Raw("1e400"),
        _ => Raw("99999999999999999999999999"),
    };

    private string Text() => _random.Next(10) switch
    {
        0 => "",
        1 => "lone @half@ surrogate",
        2 => "\0\u0001\u001b[2J\u202e\u200b\ufeff\u2028 control \0",
        3 => Long("Ж", 5000),
        4 => Long("🙂 ", 60_000),
        // Only a few, because many would only slow down the test.
        5 => _random.Next(10) == 0 ? Long("a", Megabyte) : "short",
        6 => Long("e\u0301\u0327\u0308", 8000),
        7 => Long("**[`$\\frac{", 4000),
        8 => "/" + Long("💥", 300),
        _ => "</script>'; DROP TABLE \"Turns\"; --",
    };

    private static JsonValue Raw(string json) => JsonValue.Create("@raw:" + json.Replace("\"", "@quote@", StringComparison.Ordinal) + ":raw@");

    private static string Long(string piece, int length) => new StringBuilder().Insert(0, piece, length / piece.Length).ToString();

    private static void SetDates(JsonNode? node, long now)
    {
        if (node is not JsonObject json)
            return;
        foreach (var (name, value) in json.ToList())
        {
            if (name is "date" or "edit_date")
                json[name] = now;
            else
                SetDates(value, now);
        }
    }

    private static IEnumerable<(JsonObject Parent, string Name)> PlacesIn(JsonObject json)
    {
        foreach (var (name, value) in json)
        {
            yield return (json, name);
            var below = value switch
            {
                JsonObject one => PlacesIn(one),
                JsonArray many => many.OfType<JsonObject>().SelectMany(PlacesIn),
                _ => [],
            };
            foreach (var place in below)
                yield return place;
        }
    }
}
