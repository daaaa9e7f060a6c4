using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Attachments.Documents.Processes;
using WisdomWave.Testing;

namespace WisdomWave.Dialog.Tests.Attachments.Hostile;

/// <summary>The processes that read documents: what they inherit, when they end, and who gets one.</summary>
public sealed class ReadingProcessTests
{
    private static readonly byte[] Endless = HostilePdf.FormTree(12);
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AReadingProcessInheritsNoSecretsOrFilesAndEndsWithTheTurn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It looks into /proc: run it on Linux.");
        Environment.SetEnvironmentVariable("READING_PROCESS_TESTS_KEY", "sk-secret");
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = ReadAsync(dialog, files, Endless, person: 1, stop.Token);
        var id = await ReadingIdAsync(dialog);

        var environment = (await File.ReadAllTextAsync($"/proc/{id}/environ", Token)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var open = Directory.EnumerateFiles($"/proc/{id}/fd").Select(file => new FileInfo(file).LinkTarget ?? "").ToList();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.All(environment, variable => Assert.Matches("^(DOTNET_|LD_LIBRARY_PATH=)", variable));
        Assert.DoesNotContain(open, file => file.StartsWith("socket:", StringComparison.Ordinal) || file.Contains("dialog.db", StringComparison.Ordinal));
        Assert.False(Directory.Exists($"/proc/{id}"));
        Assert.Empty(dialog.Services.GetRequiredService<DocumentProcessPool>().Ids);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AReadingProcessEndsWhenDialogExits(bool isReading)
    {
        using var process = Process.Start(DocumentProcessStart.Of(256L << 20))!;
        var input = process.StandardInput.BaseStream;
        if (isReading)
        {
            await input.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new DocumentRequest(Endless.Length, 1000, 10, 1000), DocumentJson.Relaxed.DocumentRequest), Token);
            await input.WriteAsync("\n"u8.ToArray(), Token);
            await input.WriteAsync(Endless, Token);
        }

        // The kernel closes the pipe like this when dialog is killed.
        input.Close();

        await process.WaitForExitAsync(Token).WaitAsync(Eventually.Limit, Token);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task OnePersonsDocumentsDoNotBlockOthers()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, "--Attachments:ReadersAtOnce=2");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var flood = Enumerable.Range(0, 3).Select(_ => ReadAsync(dialog, files, Endless, person: 1, stop.Token)).ToList();
        await Eventually.HoldsAsync(() => Slots(dialog).Free == 1, "one of the three is being read");

        Assert.Equal("mine", (await ReadAsync(dialog, files, "mine"u8.ToArray(), person: 2, Token)).Text);

        await stop.CancelAsync();
        await Task.WhenAll(flood.Select(one => Assert.ThrowsAnyAsync<OperationCanceledException>(() => one)));
    }

    [Fact]
    public async Task WaitingTooLongForASlotIsReportedToThePersonAndInHealth()
    {
        await using var files = await TelegramFiles.StartAsync();
        await using var dialog = await DialogService.StartAsync(files.Setting, "--Attachments:ReadersAtOnce=1");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var endless = ReadAsync(dialog, files, Endless, person: 1, stop.Token);
        await Eventually.HoldsAsync(() => Slots(dialog).Free == 0, "the only slot is taken");
        Assert.Equal("Healthy", await HealthAsync(dialog));

        var waiting = ReadAsync(dialog, files, "mine"u8.ToArray(), person: 2, stop.Token);
        await Eventually.HoldsAsync(async () => await HealthAsync(dialog) == "Degraded", "dialog is degraded");
        dialog.Services.GetRequiredService<IOptions<AttachmentOptions>>().Value.ReadLimit = TimeSpan.FromMilliseconds(1);
        var busy = await Assert.ThrowsAsync<DocumentException>(() => ReadAsync(dialog, files, "mine"u8.ToArray(), person: 3, Token));
        await stop.CancelAsync();

        Assert.Equal(DocumentProblem.Busy, busy.Problem);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("Healthy", await HealthAsync(dialog));
    }

    private static Task<DocumentText> ReadAsync(DialogService dialog, TelegramFiles files, byte[] document, long person, CancellationToken cancellationToken) =>
        dialog.Services.GetRequiredService<DocumentReader>().ReadAsync(7, person, files.Add(AttachmentKind.Document, document).FileId, cancellationToken);

    private static Task<string> HealthAsync(DialogService dialog) => dialog.Http.GetStringAsync("/health", Token);

    private static DocumentSlots Slots(DialogService dialog) => dialog.Services.GetRequiredService<DocumentSlots>();

    /// <summary>Waits until the only process has got its document.</summary>
    private static async Task<int> ReadingIdAsync(DialogService dialog)
    {
        var processes = dialog.Services.GetRequiredService<DocumentProcessPool>();
        await Eventually.HoldsAsync(() => processes.Ids.Any(HasDocument), "a process reads the document");
        return Assert.Single(processes.Ids);

        // It limits its CPU time when it has read the request: "Max cpu time   7205   7206   seconds".
        static bool HasDocument(int id) => File.ReadLines($"/proc/{id}/limits")
            .Any(line => line.StartsWith("Max cpu time", StringComparison.Ordinal) && !line.Contains("unlimited", StringComparison.Ordinal));
    }
}
