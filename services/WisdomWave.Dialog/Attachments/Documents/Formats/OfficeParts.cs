using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Walks the parts of an Office document as a stream of elements: no part is in memory as a whole.</summary>
internal static class OfficeParts
{
    public static readonly OpenSettings Settings = new() { MaxCharactersInPart = ZipKinds.MostXml };

    /// <param name="part">Null for nothing.</param>
    /// <param name="isEnough">Ends the walk.</param>
    /// <param name="visit">Sees each element twice, at its start and at its end.</param>
    public static void Walk(OpenXmlPart? part, Func<bool> isEnough, Action<OpenXmlReader> visit)
    {
        if (part is null)
            return;

        using var reader = OpenXmlReader.Create(part);
        var alternatives = 0;
        while (!isEnough() && reader.Read())
        {
            // <mc:AlternateContent> has the same text box twice: as <mc:Choice>, and as <mc:Fallback> for old programs.
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
