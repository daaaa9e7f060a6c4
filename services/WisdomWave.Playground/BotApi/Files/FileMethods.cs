using WisdomWave.Playground.BotApi.Messages;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.BotApi.Files;

/// <summary>The methods that send files, and getFile.</summary>
internal sealed class FileMethods(FileStore files, MessageMethods messages, PlaygroundOptions options)
{
    private const int PhotoLimit = 10 * 1024 * 1024;

    public BotReply GetFile(BotCall call)
    {
        if (!files.TryFind(call.Parameters.Text("file_id") ?? "", out var file))
            return BotReply.BadRequest("invalid file_id");
        var path = options.FilesDirectory is { Length: > 0 } folder ? WriteTo(folder, file) : file.Path;
        return path == file.Path && file.Bytes.Length > FileStore.DownloadLimit
            ? BotReply.BadRequest("file is too big")
            : BotReply.Done(
                new FileLocation { FileId = file.Id, FileUniqueId = file.UniqueId, FileSize = file.Bytes.Length, FilePath = path },
                WireJson.Default.FileLocation);
    }

    private static string WriteTo(string folder, StoredFile file)
    {
        var path = Path.Combine(folder, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
            File.WriteAllBytes(path, file.Bytes.Span);
        return path;
    }

    public ValueTask<BotReply> SendDocumentAsync(BotCall call) => SendAsync(call, "document", "documents", Attachments.AsDocument);

    public ValueTask<BotReply> SendPhotoAsync(BotCall call) => SendAsync(call, "photo", "photos", Attachments.AsPhoto);

    public ValueTask<BotReply> SendVoiceAsync(BotCall call) => SendAsync(call, "voice", "voice", Attachments.AsVoice);

    public ValueTask<BotReply> SendAudioAsync(BotCall call) => SendAsync(call, "audio", "music", Attachments.AsAudio);

    private async ValueTask<BotReply> SendAsync(BotCall call, string field, string folder, Func<Message, StoredFile, Message> attach)
    {
        StoredFile? file;
        if (call.Parameters.File(field) is { } upload)
        {
            if (upload.Length == 0)
                return BotReply.BadRequest("file must be non-empty");
            if (upload.Length > (field == "photo" ? PhotoLimit : FileStore.UploadLimit))
                return BotReply.Error(StatusCodes.Status413PayloadTooLarge, "Request Entity Too Large");
            file = await files.AddAsync(upload, folder, call.CancellationToken);
        }
        else if (!files.TryFind(call.Parameters.Text(field) ?? "", out file))
        {
            return BotReply.BadRequest($"there is no {field} in the request");
        }

        var (caption, wrong) = TextRules.Read(call.Parameters, "caption", "caption_entities", TextRules.CaptionLimit);
        if (wrong is not null)
            return BotReply.BadRequest(wrong);
        return messages.Post(call, message => attach(message, file) with
        {
            Caption = caption!.Text.Length == 0 ? null : caption.Text,
            CaptionEntities = caption.Entities,
        });
    }
}
