using System.Text.Json;
using System.Text.Json.Serialization;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Settings;

namespace WisdomWave.Dialog.Turns.History;

/// <summary>What a reply has beside its words, as it is stored: <c>{"buttons":[[{"text":"🔄","data":"again:AZPx…"}]]}</c>.</summary>
internal sealed record ReplyExtras(IReadOnlyList<IReadOnlyList<ReplyButton>>? Buttons, IReadOnlyList<ReplyDocument>? Documents)
{
    /// <summary>Markdown that stands before the words, and is no part of the answer; null without any.</summary>
    public string? Quote { get; init; }

    /// <returns>Null when there is nothing but words.</returns>
    public static string? Write(Reply reply, string quote) => reply is { Buttons: null, Documents: null } && quote.Length == 0
        ? null
        : JsonSerializer.Serialize(
            new ReplyExtras(reply.Buttons, reply.Documents) { Quote = quote.Length == 0 ? null : quote }, StoredJson.Default.ReplyExtras);

    /// <summary>The reply with what was stored for it.</summary>
    public static Reply Read(string? json, Reply reply) =>
        json is not null && JsonSerializer.Deserialize(json, StoredJson.Default.ReplyExtras) is { } extras
            ? reply with { Markdown = extras.Quote + reply.Markdown, Buttons = extras.Buttons, Documents = extras.Documents }
            : reply;
}

/// <summary>What the database keeps as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReplyExtras))]
[JsonSerializable(typeof(CommandCircumstances))]
[JsonSerializable(typeof(SettingsExtras))]
internal sealed partial class StoredJson : JsonSerializerContext;
