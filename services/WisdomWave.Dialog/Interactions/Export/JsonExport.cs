using System.Text.Encodings.Web;
using System.Text.Json;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Interactions.Export;

/// <summary>The conversation as JSON: <c>[{"askedAt":"2026-11-22T20:00:00+00:00","question":"…","answer":"…","model":"gpt-5-mini"}]</c>.</summary>
internal static class JsonExport
{
    // People read the file too, so Cyrillic letters are not escaped as \u0437.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(Stream body, IAsyncEnumerable<TurnRow> turns, Texts texts, CancellationToken cancellationToken)
    {
        await using var writer = new Utf8JsonWriter(body, Options);
        writer.WriteStartArray();
        await foreach (var turn in turns.WithCancellation(cancellationToken))
        {
            Write(writer, turn);
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, TurnRow turn)
    {
        writer.WriteStartObject();
        writer.WriteString("askedAt", turn.AcceptedAt);
        if (turn.PersonName is { } name)
            writer.WriteString("person", name);
        writer.WriteString("question", turn.Question);
        writer.WriteString("answer", turn.Answer);
        if (turn.Model is { } model)
            writer.WriteString("model", model);
        writer.WriteEndObject();
    }
}
