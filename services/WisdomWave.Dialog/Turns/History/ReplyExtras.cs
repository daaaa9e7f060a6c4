using System.Text.Json;
using System.Text.Json.Serialization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Settings;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>The parts of a reply that are stored as JSON next to its text: <c>{"buttons":[[{"text":"🔄","data":"again:AZPx…"}]]}</c>.</summary>
internal sealed record ReplyExtras(IReadOnlyList<IReadOnlyList<ReplyButton>>? Buttons, IReadOnlyList<ReplyDocument>? Documents)
{
    /// <summary>Quoted reasoning (Markdown) that is shown before the text; null without any.</summary>
    public string? Quote { get; init; }

    /// <returns>Null when the reply is text only.</returns>
    public static string? Write(Reply reply, string quote) => reply is { Buttons: null, Documents: null } && quote.Length == 0
        ? null
        : JsonSerializer.Serialize(
            new ReplyExtras(reply.Buttons, reply.Documents) { Quote = quote.Length == 0 ? null : quote }, StoredJson.Default.ReplyExtras);

    /// <summary>Adds the stored parts to a reply.</summary>
    public static Reply Read(string? json, Reply reply) =>
        json is not null && JsonSerializer.Deserialize(json, StoredJson.Default.ReplyExtras) is { } extras
            ? reply with { Markdown = extras.Quote + reply.Markdown, Buttons = extras.Buttons, Documents = extras.Documents }
            : reply;
}

/// <summary>The JSON columns of the database.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReplyExtras))]
[JsonSerializable(typeof(CommandContext))]
[JsonSerializable(typeof(SettingsExtras))]
internal sealed partial class StoredJson : JsonSerializerContext;
