using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace WisdomWave.Dialog.Tests.Attachments.Hostile;

/// <summary>Small PDFs that exhaust a reader without limits.</summary>
internal static class HostilePdf
{
    private const string Catalog = "<</Type/Catalog/Pages 2 0 R>>", Pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";

    /// <summary>A form that draws itself.</summary>
    public static byte[] SelfDrawing() => Of(
        Catalog, Pages, Page("/XObject<</F 5 0 R>>"), Content("/F Do"), Stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "/F Do"));

    /// <summary>Two forms that draw each other.</summary>
    public static byte[] DrawingEachOther() => Of(
        Catalog, Pages, Page("/XObject<</F 5 0 R>>"), Content("/F Do"), Form("/F Do", "/F 6 0 R"), Form("/F Do", "/F 5 0 R"));

    /// <summary>Each form draws the next.</summary>
    public static byte[] FormsInARow(int forms) => Of(
        [Catalog, Pages, Page("/XObject<</F 5 0 R>>"), Content("/F Do"), .. Enumerable.Range(6, forms).Select(next => Form("/F Do", $"/F {next} 0 R")), Form("BT ET", "")]);

    /// <summary>Each form draws the next ten times.</summary>
    public static byte[] FormTree(int levels) => Of(
        [
            Catalog, Pages, Page("/XObject<</F 5 0 R>>"), Content("/F Do"),
            .. Enumerable.Range(6, levels).Select(next => Form(string.Concat(Enumerable.Repeat("/F Do ", 10)), $"/F {next} 0 R")), Form("BT ET", ""),
        ]);

    /// <summary>A character map with one range over all codes.</summary>
    public static byte[] EndlessLetterMap()
    {
        const string Map = "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/X def/CMapType 2 def\n" +
            "1 begincodespacerange<00000000><FFFFFFFF>endcodespacerange\n1 beginbfrange<00000000><7FFFFFFF><0041>endbfrange endcmap end end";
        return Of(
            Catalog, Pages, Page("/Font<</F 5 0 R>>"), Content("BT/F 12 Tf<00000041>Tj ET"),
            "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 8 0 R>>",
            Stream("", Map),
            "<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 9 9]/ItalicAngle 0/Ascent 9/Descent 0/CapHeight 9/StemV 1>>");
    }

    /// <summary>Graphics states that are saved but never restored.</summary>
    public static byte[] SavedStates(int states) => Of(Catalog, Pages, Page(""), Deflated(1, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("q ", states)))));

    /// <summary>Zeros, compressed three times.</summary>
    public static byte[] PackedAgain(int megabytes) => Of(Catalog, Pages, Page(""), Deflated(3, new byte[megabytes * 1024 * 1024]));

    /// <summary>A page tree in which each node has one child.</summary>
    public static byte[] DeepPages(int depth) => Of(
        [Catalog, .. Enumerable.Range(3, depth).Select(kid => $"<</Type/Pages/Kids[{kid} 0 R]/Count 1/Parent {Math.Max(2, kid - 2)} 0 R>>"), "<</Type/Page/MediaBox[0 0 9 9]>>"]);

    /// <summary>A page full of words.</summary>
    public static byte[] ManyWords(int words) => Of(
        Catalog, Pages, Page("/Font<</F 5 0 R>>"),
        Deflated(1, Encoding.ASCII.GetBytes($"BT/F 1 Tf {string.Concat(Enumerable.Range(0, words).Select(i => $"1 0 0 1 {i % 500} {i / 500} Tm(ab)Tj "))}ET")),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");

    private static string Page(string resources) => $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{resources}>>/Contents 4 0 R>>";

    private static string Content(string operators) => Stream("", operators);

    private static string Form(string operators, string forms) =>
        Stream($"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<{forms}>>>>", operators);

    private static string Stream(string entries, string content) => $"<<{entries}/Length {content.Length}>>\nstream\n{content}\nendstream";

    private static string Deflated(int times, byte[] content)
    {
        for (var i = 0; i < times; i++)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
                zlib.Write(content);
            content = packed.ToArray();
        }

        var filters = string.Concat(Enumerable.Repeat("/FlateDecode", times));
        return Stream($"/Filter[{filters}]", Encoding.Latin1.GetString(content));
    }

    private static byte[] Of(params string[] objects)
    {
        var file = new StringBuilder("%PDF-1.7\n");
        var places = new StringBuilder();
        for (var i = 0; i < objects.Length; i++)
        {
            places.Append(CultureInfo.InvariantCulture, $"{file.Length:D10} 00000 n \n");
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n").Append(objects[i]).Append("\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n").Append(places)
            .Append(CultureInfo.InvariantCulture, $"trailer\n<</Root 1 0 R/Size {objects.Length + 1}>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
