using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Attachments.Documents.Processes;

namespace WisdomWave.Dialog.Tests.Attachments.Hostile;

/// <summary>Whatever a document does to its reading process, dialog gets a result in time and can read the next document.</summary>
public sealed class HostileDocumentTests(HostileDocumentTests.Service service) : IClassFixture<HostileDocumentTests.Service>
{
    /// <summary>No document takes so long on any machine.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromHours(1);

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, (Func<byte[]> Make, DocumentProblem[] Problems)> Documents = new()
    {
        ["a form that draws itself"] = (HostilePdf.SelfDrawing, [DocumentProblem.Corrupt]),
        ["two forms that draw each other"] = (HostilePdf.DrawingEachOther, [DocumentProblem.Corrupt]),
        ["20,000 forms in a row"] = (() => HostilePdf.FormsInARow(20_000), [DocumentProblem.Corrupt, DocumentProblem.TookTooMuch]),
        ["12 levels of 10 forms"] = (() => HostilePdf.FormTree(12), [DocumentProblem.TookTooLong]),
        ["a letter map over all codes"] = (HostilePdf.EndlessLetterMap, [DocumentProblem.TookTooMuch]),
        ["3 million saved states"] = (() => HostilePdf.SavedStates(3_000_000), [DocumentProblem.TookTooMuch]),
        ["zeros packed three times"] = (() => HostilePdf.PackedAgain(400), [DocumentProblem.TookTooMuch]),
        ["a deep tree of pages"] = (() => HostilePdf.DeepPages(100_000), [DocumentProblem.Corrupt, DocumentProblem.NoText, DocumentProblem.TookTooMuch]),
        ["1.7 million words on a page"] = (() => HostilePdf.ManyWords(1_700_000), [DocumentProblem.TookTooMuch]),
        ["2 million nested paragraphs"] = (() => HostileArchives.NestedParagraphs(2_000_000), [DocumentProblem.TookTooMuch]),
        ["entities of entities"] = (HostileArchives.EntityBomb, [DocumentProblem.Corrupt]),
        ["200 MB of spaces in a docx"] = (Samples.ZipBomb, [DocumentProblem.Corrupt]),
        ["200 MB of shared strings"] = (() => HostileArchives.SharedStrings(200), [DocumentProblem.TookTooMuch]),
        ["a million nested spans"] = (() => HostileArchives.NestedSpans(1_000_000), [DocumentProblem.TookTooMuch]),
        ["a book of nested elements"] = (() => HostileArchives.NestedBook(1_000_000), [DocumentProblem.TookTooLong]),
        ["a page of nested elements"] = (() => Encoding.UTF8.GetBytes(HostileArchives.NestedPage(700_000)), [DocumentProblem.TookTooLong]),
    };

    public static TheoryData<string> Kinds => [.. Documents.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AHostileDocumentFailsClearlyAndTheNextOneIsRead(string kind)
    {
        var (make, problems) = Documents[kind];
        // Documents that fail by themselves or by memory need some time. The others run into the limit, so it is short.
        service.Limit.ReadLimit = problems is [DocumentProblem.TookTooLong] ? TimeSpan.FromSeconds(2) : Patient;
        var processes = service.Dialog.Services.GetRequiredService<DocumentProcessPool>();

        var failure = await Assert.ThrowsAsync<DocumentException>(() => ReadAsync(make()));

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {failure.Problem}");
        Assert.Contains(failure.Problem, problems);
        Assert.Empty(processes.Ids);
        service.Limit.ReadLimit = Patient;
        Assert.Equal("still here", (await ReadAsync("still here"u8.ToArray())).Text);
    }

    [Fact]
    public async Task AHugeTextIsCutAtTheLimit()
    {
        service.Limit.ReadLimit = Patient;

        var text = await ReadAsync(Encoding.UTF8.GetBytes(new string('я', 8_000_000)));

        Assert.Equal((service.Limit.MaxCharacters, false), (text.Text.Length, text.IsWhole));
    }

    private Task<DocumentText> ReadAsync(byte[] document) => service.Dialog.Services.GetRequiredService<DocumentReader>()
        .ReadAsync(7, 5, service.Files.Add(AttachmentKind.Document, document).FileId, Token);

    public sealed class Service : IAsyncLifetime
    {
        internal TelegramFiles Files { get; private set; } = null!;

        internal DialogService Dialog { get; private set; } = null!;

        /// <summary>The limits that tests change: low for hostile documents, high for those that must be read on a slow machine.</summary>
        internal AttachmentOptions Limit => Dialog.Services.GetRequiredService<IOptions<AttachmentOptions>>().Value;

        public async ValueTask InitializeAsync()
        {
            Files = await TelegramFiles.StartAsync();
            Dialog = await DialogService.StartAsync(Files.Setting, "--Attachments:ReadMemory=134217728");
        }

        public async ValueTask DisposeAsync()
        {
            await Dialog.DisposeAsync();
            await Files.DisposeAsync();
        }
    }
}
