using System.Text;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Attachments.Documents.Formats;
using WisdomWave.Dialog.Attachments.Documents.Processes;
using WisdomWave.Dialog.Tests.Attachments.Hostile;

namespace WisdomWave.Dialog.Tests.Attachments;

public sealed class DocumentTests
{
    private const string Russian = "Съешь ещё этих мягких французских булок, да выпей чаю.";
    private static readonly DocumentBounds Bounds = new(10_000, 20);

    [Fact]
    public void TextIsDecodedWithItsEncoding()
    {
        var cyrillic = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
        var western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

        Assert.Equal(Russian, Read(Encoding.UTF8.GetBytes(Russian)));
        Assert.Equal(Russian, Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Russian)]));
        Assert.Equal(Russian, Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Russian)]));
        Assert.Equal(Russian, Read([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Russian)]));
        Assert.Equal(Russian, Read(cyrillic.GetBytes(Russian)));
        Assert.Equal("name;city\r\nÉva;Zürich", Read(western.GetBytes("name;city\r\nÉva;Zürich")));
        Assert.Equal("plain old text", Read(Encoding.Unicode.GetBytes("plain old text")));
    }

    [Theory]
    [InlineData(866, "Дорогие друзья! Сообщаем вам, что собрание состоится в понедельник, в семь часов вечера. Просим всех быть.")]
    [InlineData(20866, "Дорогие друзья! Сообщаем вам, что собрание состоится в понедельник, в семь часов вечера. Просим всех быть.")]
    [InlineData(1251, "Привет")]
    [InlineData(10007, "Дорогие друзья! Сообщаем вам, что собрание состоится в понедельник, в семь часов вечера. Просим всех быть.")]
    [InlineData(936, "今天天气很好，我们去公园玩吧。")]
    [InlineData(950, "今天天氣很好，我們去公園玩吧。這是一個測試文件。")]
    [InlineData(932, "これは日本語のテキストです。今日はいい天気ですね。")]
    [InlineData(51932, "これは日本語のテキストです。今日はいい天気ですね。")]
    [InlineData(50220, "これは日本語のテキストです。今日はいい天気ですね。")]
    [InlineData(949, "안녕하세요. 오늘은 날씨가 좋습니다. 공원에 갑시다.")]
    [InlineData(1250, "Zażółć gęślą jaźń. Wszystkie ludzie rodzą się wolni i równi pod względem swej godności i swych praw.")]
    [InlineData(1250, "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Příliš žluťoučký kůň úpěl ďábelské ódy.")]
    [InlineData(1252, "Der Straßenverkehr über die Brücke wird wegen Bauarbeiten gesperrt – größere “Störungen” möglich, 5 €.")]
    [InlineData(1253, "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.")]
    [InlineData(1254, "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler.")]
    [InlineData(1255, "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.")]
    [InlineData(1256, "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.")]
    [InlineData(1257, "Visi cilvēki piedzimst brīvi un vienlīdzīgi savā pašcieņā un tiesībās.")]
    [InlineData(874, "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ")]
    public void LegacyEncodingsAreDetectedByTheirLetters(int codePage, string text)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(text);

        Assert.Equal(new DocumentText(text, IsWhole: true), DocumentFormats.Read(new MemoryStream(bytes), Bounds));
        Assert.Equal($"english first\n\n{text}", Read([.. "english first\n\n"u8, .. bytes]));
    }

    [Fact]
    public void AGuessedEncodingIsReported()
    {
        var czech = CodePagesEncodingProvider.Instance.GetEncoding(1250)!.GetBytes("Příliš žluťoučký kůň úpěl ďábelské ódy. Zażółć gęślą jaźń.");

        Assert.NotNull(DocumentFormats.Read(new MemoryStream(czech), Bounds).GuessedEncoding);
    }

    [Fact]
    public void Utf8WithAFewBadBytesIsStillUtf8() =>
        Assert.Equal($"{Russian}\uFFFD{Russian}", Read([.. Encoding.UTF8.GetBytes(Russian), 0xFF, .. Encoding.UTF8.GetBytes(Russian)]));

    [Fact]
    public void ALongTextIsCutAtTheLimitAndMarkedAsCut()
    {
        var text = DocumentFormats.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Russian, 2000)))), Bounds);

        Assert.Equal((10_000, false), (text.Text.Length, text.IsWhole));
        Assert.StartsWith(Russian, text.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', text.Text);
    }

    [Fact]
    public void APdfIsReadPageByPage() => Assert.Equal("First page\n\nSecond page", Read(Samples.Pdf("First page", "Second page")));

    [Fact]
    public void ALongPdfIsCutAtTheLimitAndMarkedAsCut()
    {
        var text = DocumentFormats.Read(new MemoryStream(Samples.Pdf([.. Enumerable.Range(1, 30).Select(i => $"Page {i}")])), Bounds);

        Assert.False(text.IsWhole);
        Assert.EndsWith("Page 20", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AWordDocumentIsReadWithItsTables()
    {
        var document = Samples.Word(body => body.Append(
            new Paragraph(new Run(new Text("Привет, "), new Text("мир"), new Break(), new Text("и ты"))),
            new Table(new TableRow(Cell("a"), Cell("b")), new TableRow(Cell("1"), Cell("2"))),
            new Paragraph(new Run(new Text("end")))));

        Assert.Equal("Привет, мир\nи ты\na\tb\t\n1\t2\t\nend\n", Read(document));

        static TableCell Cell(string text) => new(new Paragraph(new Run(new Text(text))));
    }

    [Fact]
    public void ADocumentWithoutTextReportsWhy()
    {
        Assert.Equal(DocumentProblem.NoText, ProblemOf(Samples.Pdf("", "")));
        Assert.Equal(DocumentProblem.NoText, ProblemOf([]));
        Assert.Equal(DocumentProblem.NoText, ProblemOf(Samples.Word("")));
        Assert.Equal(DocumentProblem.Encrypted, ProblemOf(Samples.EncryptedPdf()));
        Assert.Equal(DocumentProblem.Encrypted, ProblemOf([0xD0, 0xCF, 0x11, 0xE0, .. new byte[70_000], .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[90_000]]));
        Assert.Equal(DocumentProblem.Unsupported, ProblemOf([0xD0, 0xCF, 0x11, 0xE0, .. new byte[70_000]]));
        Assert.Equal(DocumentProblem.Unsupported, ProblemOf(Samples.Zip("readme.txt", "an archive")));
        Assert.Equal(DocumentProblem.Unsupported, ProblemOf(@"{\rtf1\ansi words}"u8.ToArray()));
        Assert.Equal(DocumentProblem.Unsupported, ProblemOf([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, .. Random(4000)]));
        Assert.Equal(DocumentProblem.Unsupported, ProblemOf(Random(50_000)));
        Assert.Equal(DocumentProblem.Corrupt, ProblemOf(Samples.ZipBomb()));
    }

    [Theory]
    [InlineData("pdf")]
    [InlineData("docx")]
    public async Task ADamagedDocumentNeverBreaksTheReader(string kind)
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, "--Attachments:ReadersAtOnce=4");
        var reader = dialog.Services.GetRequiredService<DocumentReader>();
        var whole = kind == "pdf" ? Samples.Pdf("Some words", "and more") : Samples.Word("Some words", "and more");
        var random = new Random(1);
        var documents = new List<byte[]>();
        for (var i = 0; i < 20; i++)
        {
            var damaged = whole[..(i % 3 == 0 ? random.Next(10, whole.Length) : whole.Length)];
            for (var bytes = random.Next(1, 30); bytes > 0; bytes--)
                damaged[random.Next(8, damaged.Length)] = (byte)random.Next(256);
            documents.Add(damaged);
        }

        // One person per document, since each person has one slot.
        var read = await Task.WhenAll(documents.Select((document, i) => OutcomeAsync(reader, person: i, files.Add(AttachmentKind.Document, document).FileId)));
        var outcomes = read.CountBy(outcome => outcome).ToDictionary();

        Assert.DoesNotContain(nameof(DocumentProblem.TookTooLong), outcomes.Keys);
        Assert.True(outcomes.Count > 1, string.Join(", ", outcomes));
    }

    [Fact]
    public async Task ADocumentThatTakesTooLongIsAbandoned()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, "--Attachments:ReadLimit=00:00:00.2");
        var file = files.Add(AttachmentKind.Document, HostilePdf.FormTree(12), "endless.pdf");

        var reply = DialogService.WordsOf(await dialog.SendAsync(dialog.Message("") with { Attachments = [file] }));

        Assert.Equal(new Reply("“endless.pdf” took too long to read. Please send the part that matters."), reply);
        Assert.Empty(dialog.Services.GetRequiredService<DocumentProcessPool>().Ids);
    }

    private static async Task<string> OutcomeAsync(DocumentReader reader, long person, string fileId)
    {
        try
        {
            await reader.ReadAsync(7, person, fileId, TestContext.Current.CancellationToken);
            return "read";
        }
        catch (DocumentException exception)
        {
            return exception.Problem.ToString();
        }
    }

    private static string Read(byte[] file) => DocumentFormats.Read(new MemoryStream(file), Bounds).Text;

    private static DocumentProblem ProblemOf(byte[] file) =>
        Assert.Throws<DocumentException>(() => DocumentFormats.Read(new MemoryStream(file), Bounds)).Problem;

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
