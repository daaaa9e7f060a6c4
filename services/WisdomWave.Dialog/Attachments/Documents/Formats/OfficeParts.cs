using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Streams the elements of an Office document's parts, without loading a whole part into memory.</summary>
internal static class OfficeParts
{
    public static readonly OpenSettings Settings = new() { MaxCharactersInPart = ZipFormats.MostXml };

    /// <summary>Calls <paramref name="visit"/> at the start and at the end of each element until <paramref name="isEnough"/> returns true.</summary>
    public static void Walk(OpenXmlPart? part, Func<bool> isEnough, Action<OpenXmlReader> visit)
    {
        if (part is null)
            return;

        using var reader = OpenXmlReader.Create(part);
        var alternatives = 0;
        while (!isEnough() && reader.Read())
        {
            // <mc:AlternateContent> contains the same text box twice: as <mc:Choice>, and as <mc:Fallback> for old programs.
            if (reader.ElementType == typeof(AlternateContentFallback))
                alternatives += (reader.IsStartElement ? 1 : 0) - (reader.IsEndElement ? 1 : 0);
            else if (alternatives == 0)
                visit(reader);
        }
    }

    public static string? Attribute(this OpenXmlReader reader, string name)
    {
        foreach (var attribute in reader.Attributes)
        {
            if (attribute.LocalName == name)
                return attribute.Value;
        }

        return null;
    }
}
