using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace WisdomWave.Dialog.Attachments.Documents.Formats;

/// <summary>Reads the chapters of a book (.epub) in reading order.</summary>
internal static class EpubText
{
    /// <summary>The limit for each file that lists the chapters.</summary>
    private const long MaxIndexCharacters = 4 * 1024 * 1024;

    /// <summary>Publishers use these methods to obfuscate fonts. The text is still readable.</summary>
    private static readonly string[] FontObfuscation = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

    public static DocumentText Read(ZipArchive archive, DocumentBounds bounds)
    {
        if (IsEncrypted(archive))
            throw new DocumentException(DocumentProblem.Encrypted);

        var text = new BoundedText(bounds.MaxCharacters);
        foreach (var chapter in ChaptersOf(archive).TakeWhile(_ => !text.IsFull))
        {
            using var stream = chapter.Open();
            text.EndBlock();
            HtmlText.Append(stream, text);
        }

        return text.End();
    }

    // <container><rootfiles><rootfile full-path="OEBPS/content.opf"/>…
    // <package><manifest><item id="c1" href="one.xhtml"/>… <spine><itemref idref="c1"/>…
    private static IEnumerable<ZipArchiveEntry> ChaptersOf(ZipArchive archive)
    {
        var path = Load(archive, "META-INF/container.xml")?.Descendants().FirstOrDefault(element => element.Name.LocalName == "rootfile")?.Attribute("full-path")?.Value;
        if (path is null || Load(archive, path) is not { } package)
            throw new DocumentException(DocumentProblem.Corrupt);

        var files = package.Descendants().Where(element => element.Name.LocalName == "item")
            .GroupBy(item => item.Attribute("id")?.Value ?? "").ToDictionary(items => items.Key, items => items.First().Attribute("href")?.Value);
        foreach (var reference in package.Descendants().Where(element => element.Name.LocalName == "itemref"))
        {
            if (files.GetValueOrDefault(reference.Attribute("idref")?.Value ?? "") is { } file && archive.GetEntry(Resolve(path, file)) is { } entry)
                yield return entry;
        }
    }

    private static bool IsEncrypted(ZipArchive archive) =>
        Load(archive, "META-INF/encryption.xml")?.Descendants().Any(element =>
            element.Name.LocalName == "EncryptionMethod" && !FontObfuscation.Contains(element.Attribute("Algorithm")?.Value)
            && element.Parent?.Name.LocalName == "EncryptedData") == true;

    private static XDocument? Load(ZipArchive archive, string name)
    {
        if (archive.GetEntry(name) is not { } entry)
            return null;

        using var stream = entry.Open();
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { MaxCharactersInDocument = MaxIndexCharacters, DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    private static string Resolve(string package, string file) =>
        new Uri(new Uri($"epub:/{package}"), file.Split('#')[0]) is var address ? Uri.UnescapeDataString(address.AbsolutePath).TrimStart('/') : file;
}
