using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WisdomWave.Ingress.Files;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Receiving;

/// <summary>A self-hosted Bot API server started with <c>--local</c>.</summary>
public sealed class LocalFileTests : IDisposable
{
    private const long BotId = 110201543;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Contains the server's folder, and files outside it.</summary>
    private readonly string _root = Directory.CreateTempSubdirectory("wisdomwave-files-").FullName;

    private string Folder => Path.Combine(_root, "telegram-bot-api");

    public LocalFileTests()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "documents"));
        File.WriteAllText(Path.Combine(Folder, "documents", "notes.txt"), "milk");
        File.WriteAllText(Path.Combine(_root, "secret.txt"), "secret");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task AFileOfAnySizeIsReadFromTheServersFolder()
    {
        await using var host = await IngressHost.PrepareAsync(playground => playground.FilesDirectory = Folder, $"TELEGRAM_FILES_DIR={Folder}");
        await host.StartIngressAsync();
        var bytes = RandomNumberGenerator.GetBytes(21 * 1024 * 1024);
        var sent = await host.Ann.SendDocumentAsync("big.pdf", "application/pdf", bytes, cancellationToken: Token);

        using var response = await host.Http.GetAsync(PathOf(sent.Document!.FileId), HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal(
            (HttpStatusCode.OK, "application/pdf", (long)bytes.Length),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentLength));
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task WithoutTheSettingTheProblemIsLoggedOnceAndNoFileIsRead()
    {
        await using var host = await IngressHost.PrepareAsync(playground => playground.FilesDirectory = Folder);
        await host.StartIngressAsync();

        await RefusesAsync(host, "the Bot API server returns paths on its disk, because it runs with --local. Set it to the folder of the server's files, or run the server without --local.");
    }

    [Fact]
    public async Task APathInAnotherContainerIsExplainedInTheLog()
    {
        var mounted = Directory.CreateDirectory(Path.Combine(_root, "mounted")).FullName;
        await using var host = await IngressHost.PrepareAsync(playground => playground.FilesDirectory = Folder, $"TELEGRAM_FILES_DIR={mounted}");
        await host.StartIngressAsync();

        await RefusesAsync(host, "the Bot API server returned a file outside that folder. Set it to the server's own folder; if the server runs in another container, mount its folder here under the same path.");
    }

    [Fact]
    public async Task AMissingFolderPreventsTheStart()
    {
        await using var host = await IngressHost.PrepareAsync($"TELEGRAM_FILES_DIR={Path.Combine(_root, "nowhere")}");

        var complaint = await Assert.ThrowsAsync<OptionsValidationException>(host.StartIngressAsync);

        Assert.Equal("TELEGRAM_FILES_DIR is not the absolute path of a folder that exists; a good value is /var/lib/telegram-bot-api.", complaint.Message);
    }

    [Theory]
    [InlineData("{root}/secret.txt")]
    [InlineData("{root}/telegram-bot-api/../secret.txt")]
    [InlineData("{root}/telegram-bot-api/documents/../documents/notes.txt")]
    [InlineData("{root}/telegram-bot-api/documents/..\\notes.txt")]
    [InlineData("{root}/telegram-bot-api-2/notes.txt")]
    [InlineData("{root}/telegram-bot-api")]
    [InlineData("{root}/telegram-bot-api/documents")]
    [InlineData("{root}/telegram-bot-api/documents/nothing.txt")]
    [InlineData("{root}/telegram-bot-api/link-out.txt")]
    [InlineData("{root}/telegram-bot-api/folder-out/secret.txt")]
    [InlineData("{root}/telegram-bot-api/link-to-link-out.txt")]
    [InlineData("{root}/telegram-bot-api/circle")]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/environ")]
    [InlineData(@"C:\telegram-bot-api\documents\notes.txt")]
    public void FilesOutsideTheFolderAreNotRead(string path)
    {
        AddLinks();
        Assert.True(LocalFiles.IsLocal(path.Replace("{root}", _root, StringComparison.Ordinal)));
        Assert.Null(Files(Folder).TryOpen(path.Replace("{root}", _root, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{root}/telegram-bot-api/documents/notes.txt", "telegram-bot-api")]
    [InlineData("{root}/telegram-bot-api/documents/notes.txt", "telegram-bot-api/")]
    [InlineData("{root}/telegram-bot-api/link-in.txt", "telegram-bot-api")]
    // The folder itself may be a link: /var/lib/telegram-bot-api → /data/telegram.
    [InlineData("{root}/linked/documents/notes.txt", "linked")]
    public void FilesInsideTheFolderAreRead(string path, string folder)
    {
        AddLinks();
        using var file = Files(Path.Combine(_root, folder)).TryOpen(path.Replace("{root}", _root, StringComparison.Ordinal))!;
        using var reader = new StreamReader(file);
        Assert.Equal("milk", reader.ReadToEnd());
    }

    [Theory]
    [InlineData("documents/file_1.pdf")]
    [InlineData("photos/file_2.jpg")]
    public void ATelegramPathIsNotLocal(string path) => Assert.False(LocalFiles.IsLocal(path));

    private static LocalFiles Files(string folder) =>
        new(Options.Create(new LocalFilesOptions { Folder = folder }), NullLogger<LocalFiles>.Instance);

    private void AddLinks()
    {
        File.CreateSymbolicLink(Path.Combine(Folder, "link-out.txt"), Path.Combine(_root, "secret.txt"));
        File.CreateSymbolicLink(Path.Combine(Folder, "link-to-link-out.txt"), "link-out.txt");
        File.CreateSymbolicLink(Path.Combine(Folder, "link-in.txt"), "documents/notes.txt");
        File.CreateSymbolicLink(Path.Combine(Folder, "circle"), "circle");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "folder-out"), _root);
        Directory.CreateSymbolicLink(Path.Combine(_root, "linked"), Folder);
    }

    private static async Task RefusesAsync(IngressHost host, string sentence)
    {
        var sent = await host.Ann.SendDocumentAsync("notes.txt", "text/plain", "milk"u8.ToArray(), cancellationToken: Token);
        for (var tries = 0; tries < 2; tries++)
        {
            using var response = await host.Http.GetAsync(PathOf(sent.Document!.FileId), Token);
            // Longer than dialog waits for a file.
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromMinutes(5)), (response.StatusCode, response.Headers.RetryAfter?.Delta));
        }

        Assert.Equal([$"A file sent by a user cannot be read (see TELEGRAM_FILES_DIR): {sentence}"], host.Errors);
    }

    private static string PathOf(string fileId) => $"/bots/{BotId}/files/{fileId}";
}
