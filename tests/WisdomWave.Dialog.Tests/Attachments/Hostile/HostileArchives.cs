using System.Text;

namespace WisdomWave.Dialog.Tests.Attachments.Hostile;

/// <summary>Zip archives and pages that unpack, nest or expand without bounds.</summary>
internal static class HostileArchives
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <summary>Nested paragraphs.</summary>
    public static byte[] NestedParagraphs(int depth) => OfWord(
        $"<w:document xmlns:w=\"{Word}\"><w:body>{Repeated("<w:p>", depth)}{Repeated("</w:p>", depth)}</w:body></w:document>");

    /// <summary>Entities that each expand to ten of the previous one.</summary>
    public static byte[] EntityBomb()
    {
        var entities = string.Concat(Enumerable.Range(1, 12).Select(i => $"<!ENTITY e{i} \"{Repeated($"&e{i - 1};", 10)}\">"));
        return OfWord($"<!DOCTYPE d [<!ENTITY e0 \"haha\">{entities}]><w:document xmlns:w=\"{Word}\"><w:body><w:p><w:r><w:t>&e12;</w:t></w:r></w:p></w:body></w:document>");
    }

    /// <summary>Huge shared strings.</summary>
    public static byte[] SharedStrings(int megabytes) => Packages.Zip(
        ("[Content_Types].xml", Packages.Types("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            ("xl/sharedStrings.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"),
            ("xl/worksheets/sheet1.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"))),
        ("_rels/.rels", Packages.Relations(("officeDocument", "xl/workbook.xml"))),
        ("xl/_rels/workbook.xml.rels", Packages.Relations(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"))),
        ("xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"""),
        ("xl/worksheets/sheet1.xml", """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"""),
        ("xl/sharedStrings.xml", $"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{Repeated($"<si><t>{new string('x', 1000)}</t></si>", megabytes * 1000)}</sst>"""));

    /// <summary>Nested OpenDocument spans.</summary>
    public static byte[] NestedSpans(int depth) => Packages.Zip(
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", $"<c xmlns:t=\"urn:t\"><t:p>{Repeated("<t:span>", depth)}x{Repeated("</t:span>", depth)}</t:p></c>"));

    /// <summary>A book with a chapter of nested elements.</summary>
    public static byte[] NestedBook(int depth) => Packages.Zip(
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"b.opf\"/></rootfiles></container>"),
        ("b.opf", "<package><manifest><item id=\"c\" href=\"c.xhtml\"/></manifest><spine><itemref idref=\"c\"/></spine></package>"),
        ("c.xhtml", NestedPage(depth)));

    public static string NestedPage(int depth) => $"<!doctype html><html><body>{Repeated("<div>", depth)}deep{Repeated("</div>", depth)}</body></html>";

    private static byte[] OfWord(string document) => Packages.Zip(
        ("[Content_Types].xml", Packages.Types("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")),
        ("_rels/.rels", Packages.Relations(("officeDocument", "word/document.xml"))),
        ("word/document.xml", document));

    private static string Repeated(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
