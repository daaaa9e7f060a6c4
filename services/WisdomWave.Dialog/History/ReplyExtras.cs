using System.Text.Json;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Dialog.History;

/// <summary>What a reply has beside its words, as it is stored: <c>{"buttons":[[{"text":"🔄","data":"again:AZPx…"}]]}</c>.</summary>
internal sealed record ReplyExtras(IReadOnlyList<IReadOnlyList<ReplyButton>>? Buttons, IReadOnlyList<ReplyDocument>? Documents)
{
    /// <returns>Null when there is nothing but words.</returns>
    public static string? Write(Reply reply) => reply is { Buttons: null, Documents: null }
        ? null
        : JsonSerializer.Serialize(new ReplyExtras(reply.Buttons, reply.Documents), StoredJson.Default.ReplyExtras);

    /// <summary>The reply with what was stored for it.</summary>
    public static Reply Read(string? json, Reply reply) =>
        json is not null && JsonSerializer.Deserialize(json, StoredJson.Default.ReplyExtras) is { } extras
            ? reply with { Buttons = extras.Buttons, Documents = extras.Documents }
            : reply;
}
