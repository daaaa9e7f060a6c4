using System.Text;
using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Attachments.Documents.Formats;

namespace WisdomWave.Dialog.Tests.Attachments;

/// <summary>The text extracted from office documents, books and web pages.</summary>
public sealed class FormatTests
{
    private const string Namespaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" " +
        "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" " +
        "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" xmlns:v=\"urn:schemas-microsoft-com:vml\" " +
        "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";

    private static readonly DocumentBounds Bounds = new(10_000, 20);

    [Fact]
    public void AWordDocumentIsReadWithItsNotesCommentsHeadersAndFormulas()
    {
        var document = Word(
            "<w:p><w:r><w:t>Body</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:endnoteReference w:id=\"1\"/></w:r>" +
            "<w:r><w:commentReference w:id=\"0\"/></w:r><m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath></w:p>" +
            "<w:p><w:r><w:delText>deleted</w:delText><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t></w:r></w:p>",
            ("footnotes", $"<w:footnotes {Namespaces}><w:footnote w:type=\"separator\" w:id=\"-1\">{Paragraph("no")}</w:footnote><w:footnote w:id=\"2\">{Paragraph("a footnote")}</w:footnote></w:footnotes>"),
            ("endnotes", $"<w:endnotes {Namespaces}><w:endnote w:id=\"1\">{Paragraph("an endnote")}</w:endnote></w:endnotes>"),
            ("comments", $"<w:comments {Namespaces}><w:comment w:id=\"0\" w:author=\"Ann\">{Paragraph("a comment")}</w:comment></w:comments>"),
            ("header", $"<w:hdr {Namespaces}>{Paragraph("Our letterhead")}</w:hdr>"));

        Assert.Equal(
            "Body[^2][^e1][^c0]x+1\nnon-stop\n[^2]: a footnote\n[^e1]: an endnote\n[^c0]: (comment of Ann) a comment\n[Header: Our letterhead]\n",
            Read(document));
    }

    [Fact]
    public void AWordDocumentOfFootnotesAloneHasText() => Assert.Equal(
        "\n[^1]: all there is\n",
        Read(Word("<w:p/>", ("footnotes", $"<w:footnotes {Namespaces}><w:footnote w:id=\"1\">{Paragraph("all there is")}</w:footnote></w:footnotes>"))));

    [Fact]
    public void ATextBoxIsReadOnce()
    {
        var box = $"<w:txbxContent>{Paragraph("in the box")}</w:txbxContent>";
        var drawn = $"<w:drawing><wp:inline><a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>";
        var old = $"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>";

        Assert.Equal(
            "before in the box\n after\n",
            Read(Word($"<w:p><w:r><w:t xml:space=\"preserve\">before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{drawn}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t xml:space=\"preserve\"> after</w:t></w:r></w:p>")));
        Assert.Equal("in the box\n\n", Read(Word($"<w:p><w:r>{old}</w:r></w:p>")));
    }

    [Fact]
    public void AWorkbookIsReadSheetBySheet()
    {
        const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        var workbook = Packages.Zip(
            ("[Content_Types].xml", Packages.Types("xl/workbook.xml", $"{Packages.Sheet}sheet.main+xml",
                ("xl/worksheets/sheet1.xml", $"{Packages.Sheet}worksheet+xml"), ("xl/worksheets/sheet2.xml", $"{Packages.Sheet}worksheet+xml"))),
            ("_rels/.rels", Packages.Relations(("officeDocument", "xl/workbook.xml"))),
            ("xl/_rels/workbook.xml.rels", Packages.Relations(("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"))),
            ("xl/workbook.xml", $"<workbook {Main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Доходы\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Empty\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>"),
            ("xl/worksheets/sheet1.xml", $"<worksheet {Main}><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Месяц</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>a&#10;b</t></is></c></row><row r=\"3\"><c r=\"A3\"><v>1.5</v></c><c r=\"B3\" t=\"b\"><v>1</v></c></row></sheetData></worksheet>"),
            ("xl/worksheets/sheet2.xml", $"<worksheet {Main}><sheetData/></worksheet>"));

        Assert.Equal("## Доходы\nМесяц\t\ta b\n1.5\tTrue\n\n## Empty\n", Read(workbook));
    }

    [Fact]
    public void APresentationIsReadInTheOrderOfItsSlidesWithItsNotes()
    {
        const string Main = "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
        string Shape(string text) => $"<p:cSld><p:spTree><p:sp><p:txBody><a:bodyPr/>{text}</p:txBody></p:sp></p:spTree></p:cSld>";
        var slides = Packages.Zip(
            ("[Content_Types].xml", Packages.Types("ppt/presentation.xml", $"{Packages.Slides}presentation.main+xml",
                ("ppt/slides/slide1.xml", $"{Packages.Slides}slide+xml"), ("ppt/slides/slide2.xml", $"{Packages.Slides}slide+xml"), ("ppt/notesSlides/notesSlide1.xml", $"{Packages.Slides}notesSlide+xml"))),
            ("_rels/.rels", Packages.Relations(("officeDocument", "ppt/presentation.xml"))),
            ("ppt/_rels/presentation.xml.rels", Packages.Relations(("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml"))),
            ("ppt/slides/_rels/slide1.xml.rels", Packages.Relations(("notesSlide", "../notesSlides/notesSlide1.xml"))),
            ("ppt/presentation.xml", $"<p:presentation {Main}><p:sldIdLst><p:sldId id=\"256\" r:id=\"r2\"/><p:sldId id=\"257\" r:id=\"r1\"/></p:sldIdLst></p:presentation>"),
            ("ppt/slides/slide1.xml", $"<p:sld {Main}>{Shape("<a:p><a:r><a:t>Second </a:t></a:r><a:r><a:t>slide</a:t></a:r></a:p><a:p><a:fld id=\"{1}\" type=\"slidenum\"><a:t>7</a:t></a:fld></a:p>")}</p:sld>"),
            ("ppt/slides/slide2.xml", $"<p:sld {Main}>{Shape("<a:p><a:r><a:t>First</a:t></a:r></a:p>")}</p:sld>"),
            ("ppt/notesSlides/notesSlide1.xml", $"<p:notes {Main}>{Shape("<a:p><a:r><a:t>Say it slowly</a:t></a:r></a:p>")}</p:notes>"));

        Assert.Equal("## Slide 1\nFirst\n\n## Slide 2\nSecond slide\nNotes: Say it slowly\n", Read(slides));
    }

    [Fact]
    public void AnOpenDocumentIsReadWithNotesCommentsAndTables()
    {
        var document = OpenDocument(
            "text",
            "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:h>Title</text:h><text:p>One<text:s text:c=\"2\"/>two<text:tab/>three" +
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>the note</text:p></text:note-body></text:note>" +
            "<office:annotation><dc:creator>Ann</dc:creator><text:p>why?</text:p></office:annotation><text:line-break/>four</text:p>" +
            "<table:table table:name=\"T\"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell><text:p>b</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row></table:table>");

        Assert.Equal("Title\nOne  two\tthree[1: the note][comment: why?]\nfour\n\n## T\na\t\t\tb\n", Read(document));
        Assert.Equal(DocumentProblem.Encrypted, Assert.Throws<DocumentException>(() => Read(Packages.Zip(
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("META-INF/manifest.xml", "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"),
            ("content.xml", "scrambled")))).Problem);
    }

    [Fact]
    public void ABookIsReadInTheOrderOfItsSpine()
    {
        var book = Packages.Zip(
            ("mimetype", "application/epub+zip"),
            ("META-INF/container.xml", "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"OEBPS/book.opf\"/></rootfiles></container>"),
            ("OEBPS/book.opf", "<package xmlns=\"http://www.idpf.org/2007/opf\"><manifest><item id=\"b\" href=\"Text/two%20b.xhtml\"/><item id=\"a\" href=\"../one.xhtml\"/></manifest><spine><itemref idref=\"a\"/><itemref idref=\"b\"/></spine></package>"),
            ("one.xhtml", "<html><head><title>One</title></head><body><p>The first\n chapter</p></body></html>"),
            ("OEBPS/Text/two b.xhtml", "<html><body><h2>Two</h2><p>The second</p></body></html>"));

        Assert.Equal("# One\n\nThe first chapter\n\n## Two\nThe second\n", Read(book));
    }

    [Fact]
    public void ALongPageIsReadAsItsWordsAndAShortOneAsItsSource()
    {
        const string Body = "<h1>News</h1><p>It   <b>rained</b>.<br>A lot</p><ul><li>one</li><li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table><pre>x\n  y</pre><script>alert(1)</script>";
        var style = new string(' ', 20_000);

        Assert.Equal(
            "# Title\n\n# News\nIt rained.\nA lot\n- one\n- two\na\tb\t\nx\n  y\n",
            Read(Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><head><title>Title</title><style>{style}</style></head><body>{Body}</body></html>")));
        Assert.Equal($"<html>{Body}</html>", Read(Encoding.UTF8.GetBytes($"<html>{Body}</html>")));
    }

    private static string Paragraph(string text) => $"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static byte[] Word(string body, params (string Name, string Xml)[] parts) => Packages.Zip(
    [
        ("[Content_Types].xml", Packages.Types("word/document2.xml", $"{Packages.Word}document.main+xml", [.. parts.Select(part => ($"word/{part.Name}.xml", $"{Packages.Word}{part.Name}+xml"))])),
        ("_rels/.rels", Packages.Relations(("officeDocument", "word/document2.xml"))),
        ("word/_rels/document2.xml.rels", Packages.Relations([.. parts.Select(part => (part.Name, $"{part.Name}.xml"))])),
        ("word/document2.xml", $"<w:document {Namespaces}><w:body>{body}</w:body></w:document>"),
        .. parts.Select(part => ($"word/{part.Name}.xml", part.Xml)),
    ]);

    private static byte[] OpenDocument(string kind, string body) => Packages.Zip(
        ("mimetype", $"application/vnd.oasis.opendocument.{kind}"),
        ("content.xml", "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">" +
            $"<office:body>{body}</office:body></office:document-content>"));

    private static string Read(byte[] file) => DocumentFormats.Read(new MemoryStream(file), Bounds).Text;
}
