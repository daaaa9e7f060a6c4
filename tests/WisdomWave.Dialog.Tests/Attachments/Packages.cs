using System.IO.Compression;
using System.Text;

namespace WisdomWave.Dialog.Tests.Attachments;

/// <summary>Builds zip archives like those of office programs.</summary>
internal static class Packages
{
    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.", Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.",
        Slides = "application/vnd.openxmlformats-officedocument.presentationml.";

    public static string Types(string main, string type, params (string Part, string Type)[] others) =>
        $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{string.Concat(others.Prepend((main, type)).Select(part => $"<Override PartName=\"/{part.Item1}\" ContentType=\"{part.Item2}\"/>"))}</Types>""";

    public static string Relations(params (string Type, string Target)[] relations) =>
        $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(relations.Select((relation, i) => $"<Relationship Id=\"r{i + 1}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation.Type}\" Target=\"{relation.Target}\"/>"))}</Relationships>""";

    public static byte[] Zip(params (string Name, string Content)[] files)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return file.ToArray();
    }
}
