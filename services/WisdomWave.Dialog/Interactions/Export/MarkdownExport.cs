using System.Globalization;
using System.Text;
using WisdomWave.Dialog.Localization;
using WisdomWave.Dialog.Turns.History;

namespace WisdomWave.Dialog.Interactions.Export;

/// <summary>The conversation as Markdown.</summary>
internal static class MarkdownExport
{
    public static async Task WriteAsync(Stream body, IAsyncEnumerable<TurnRow> turns, Texts texts, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        await writer.WriteLineAsync($"# {texts.ExportTitle}");
        await foreach (var turn in turns.WithCancellation(cancellationToken))
        {
            var time = turn.AcceptedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            await writer.WriteLineAsync($"\n## {turn.PersonName ?? texts.ExportPerson}, {time} UTC\n\n{turn.Question}\n\n## WisdomWave\n\n{turn.Answer}");
        }
    }
}
