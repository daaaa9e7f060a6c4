using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using WisdomWave.Ingress.Rendering.Formulas;

namespace WisdomWave.Ingress.Rendering;

internal sealed partial class MarkdownRenderer
{
    /// <summary>Writes the footnotes in the order of their references, then the unreferenced ones.</summary>
    private void WriteNotes(MarkdownDocument document)
    {
        var notes = document.OfType<FootnoteGroup>()
            .SelectMany(group => group.OfType<Footnote>())
            .Select(note => (Marker: UnicodeScripts.Superscript(note.Order), Note: note))
            .Concat(document.OfType<LinkReferenceDefinitionGroup>()
                .SelectMany(group => group.Links.Values)
                .OfType<FootnoteLinkReferenceDefinition>()
                .Where(definition => definition.Footnote.Order < 0)
                .Select(definition => (Marker: $"[{definition.Footnote.Label?.TrimStart('^')}]", Note: definition.Footnote)))
            .ToList();
        if (notes.Count == 0)
            return;
        _builder.Break(2);
        _builder.Append(Rule);
        foreach (var (marker, note) in notes)
        {
            _builder.Break(1);
            _builder.AppendBullet(marker + " ");
            WriteBlocks(note, lines: 1);
        }
    }
}
