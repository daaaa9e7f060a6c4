using DocumentFormat.OpenXml.Drawing;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using CommentText = DocumentFormat.OpenXml.Presentation.Text;
using DrawnText = DocumentFormat.OpenXml.Drawing.Text;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Reads a .pptx slide by slide, with diagrams, speaker notes and comments.</summary>
internal static class SlideText
{
    public static DocumentText Read(Stream file, DocumentBounds bounds)
    {
        using var document = PresentationDocument.Open(file, isEditable: false, OfficeParts.Settings);
        if (document.PresentationPart is not { } presentation)
            throw new DocumentException(DocumentProblem.Unsupported);

        var text = new BoundedText(bounds.MaxCharacters);
        var hasWords = false;
        var number = 0;
        foreach (var slide in SlidesOf(presentation).TakeWhile(_ => !text.IsFull))
        {
            text.EndBlock();
            text.Append($"## Slide {++number}\n");
            hasWords |= Append(slide, text);
            foreach (var diagram in slide.DiagramDataParts)
                hasWords |= Append(diagram, text);
            hasWords |= Append(slide.NotesSlidePart, text, "Notes: ");
            hasWords |= Append(slide.SlideCommentsPart, text, "Comments: ");
        }

        return hasWords ? text.End() : throw new DocumentException(DocumentProblem.NoText);
    }

    private static IEnumerable<SlidePart> SlidesOf(PresentationPart presentation) =>
        (presentation.Presentation?.SlideIdList?.Elements<SlideId>() ?? [])
            .Select(slide => slide.RelationshipId?.Value is { } id && presentation.TryGetPartById(id, out var part) ? part : null)
            .OfType<SlidePart>();

    /// <returns>Whether the part contains text.</returns>
    private static bool Append(OpenXmlPart? part, BoundedText text, string heading = "")
    {
        var (hasWords, inField) = (false, false);
        OfficeParts.Walk(part, () => text.IsFull, reader =>
        {
            var type = reader.ElementType;
            if (type == typeof(Field))
            {
                // Fields contain the slide number or the date.
                inField = reader.IsStartElement;
            }
            else if ((type == typeof(DrawnText) || type == typeof(CommentText)) && reader.IsStartElement && !inField)
            {
                var words = reader.GetText();
                if (!hasWords && words.Length > 0)
                    text.Append(heading);
                hasWords |= words.Length > 0;
                text.Append(words);
            }
            else if (type == typeof(Break) && reader.IsStartElement)
            {
                text.EndLine();
            }
            else if (type == typeof(TableCell) && reader.IsEndElement)
            {
                text.EndCell();
            }
            else if ((type == typeof(Paragraph) || type == typeof(TableRow) || type == typeof(CommentText)) && reader.IsEndElement)
            {
                text.EndLine();
            }
        });
        return hasWords;
    }
}
