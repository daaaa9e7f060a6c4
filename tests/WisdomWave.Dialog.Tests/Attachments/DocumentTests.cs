using System.Diagnostics;
using System.Text;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments.Documents;

namespace WisdomWave.Dialog.Tests.Attachments;

public sealed class DocumentTests
{
    private const string Russian = "Съешь ещё этих мягких французских булок, да выпей чаю.";
    private static readonly DocumentBounds Bounds = new(10_000, 20, CancellationToken.None);

    [Fact]
    public void TextIsReadInTheEncodingThatItHas()
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

    [Fact]
    public void ALongTextIsReadUpToItsBoundAndSaysSo()
    {
        var text = DocumentKinds.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Russian, 2000)))), Bounds);

        Assert.Equal((10_000, false), (text.Text.Length, text.IsWhole));
        Assert.StartsWith(Russian, text.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', text.Text);
    }

    [Fact]
    public void APdfIsReadPageByPage() => Assert.Equal("First page\n\nSecond page", Read(Samples.Pdf("First page", "Second page")));

    [Fact]
    public void ALongPdfIsReadUpToItsBoundAndSaysSo()
    {
        var text = DocumentKinds.Read(new MemoryStream(Samples.Pdf([.. Enumerable.Range(1, 30).Select(i => $"Page {i}")])), Bounds);

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
    public void WhatHasNoTextSaysWhy()
    {
        Assert.Equal(DocumentProblem.NoText, ProblemOf(Samples.Pdf("", "")));
        Assert.Equal(DocumentProblem.NoText, ProblemOf([]));
        Assert.Equal(DocumentProblem.NoText, ProblemOf(Samples.Word("")));
        Assert.Equal(DocumentProblem.Encrypted, ProblemOf(Samples.EncryptedPdf()));
        Assert.Equal(DocumentProblem.Encrypted, ProblemOf([0xD0, 0xCF, 0x11, 0xE0, .. new byte[70_000], .. Encoding.Unicode.GetBytes("EncryptedPackage"), .. new byte[90_000]]));
        Assert.Equal(DocumentProblem.Unsupported, ProblemOf([0xD0, 0xCF, 0x11, 0xE0, .. new byte[70_000]]));
        Assert.Equal(DocumentProblem.Unsupported, ProblemOf(Samples.Zip("xl/workbook.xml", "<workbook/>")));
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
        await using var dialog = await DialogService.StartAsync(files.Setting, "--Attachments:ReadLimit=00:00:05");
        var reader = dialog.Services.GetRequiredService<DocumentReader>();
        var whole = kind == "pdf" ? Samples.Pdf("Some words", "and more") : Samples.Word("Some words", "and more");
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var outcomes = new Dictionary<string, int>();
        for (var i = 0; i < 150; i++)
        {
            var damaged = whole[..(i % 3 == 0 ? random.Next(10, whole.Length) : whole.Length)];
            for (var bytes = random.Next(1, 30); bytes > 0; bytes--)
                damaged[random.Next(8, damaged.Length)] = (byte)random.Next(256);
            var outcome = await OutcomeAsync(reader, files.Add(AttachmentKind.Document, damaged).FileId);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        Assert.True(!outcomes.ContainsKey(nameof(DocumentProblem.TookTooLong)), $"seed {seed}");
        Assert.True(outcomes.Count > 1, $"seed {seed}: {string.Join(", ", outcomes)}");
    }

    [Fact]
    public async Task ADocumentThatTakesTooLongIsGivenUp()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, "--Attachments:ReadLimit=00:00:00.2", "--Attachments:MaxPages=5000");
        var file = files.Add(AttachmentKind.Document, Samples.Pdf([.. Enumerable.Range(1, 3000).Select(i => $"Page {i} has some words on it, as pages do.")]), "endless.pdf");
        var clock = Stopwatch.StartNew();

        var reply = DialogService.WordsOf(await dialog.SendAsync(dialog.Message("") with { Attachments = [file] }));

        Assert.Equal(new Reply("“endless.pdf” took too long to read. Please send the part that matters."), reply);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
    }

    private static async Task<string> OutcomeAsync(DocumentReader reader, string fileId)
    {
        try
        {
            await reader.ReadAsync(7, fileId, TestContext.Current.CancellationToken);
            return "read";
        }
        catch (DocumentException exception)
        {
            return exception.Problem.ToString();
        }
    }

    private static string Read(byte[] file) => DocumentKinds.Read(new MemoryStream(file), Bounds).Text;

    private static DocumentProblem ProblemOf(byte[] file) =>
        Assert.Throws<DocumentException>(() => DocumentKinds.Read(new MemoryStream(file), Bounds)).Problem;

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
