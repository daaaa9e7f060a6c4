using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Attachments.Documents.Processes;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Attachments;

internal static class AttachmentsServiceCollectionExtensions
{
    public static void AddAttachments(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AttachmentOptions>().BindConfiguration("Attachments")
            .Require("Attachments:MaxBytes", o => o.MaxBytes > 0, "is not above zero", "20971520")
            .Require("Attachments:MaxFiles", o => o.MaxFiles > 0, "is not above zero", "10")
            .Require("Attachments:FetchLimit", o => o.FetchLimit > TimeSpan.Zero, "is not above zero", "00:01:00")
            .Require("Attachments:TranscriptionLimit", o => o.TranscriptionLimit > TimeSpan.Zero, "is not above zero", "00:03:00")
            .Require("Attachments:ReadLimit", o => o.ReadLimit > TimeSpan.Zero, "is not above zero", "00:00:20")
            .Require("Attachments:ReadMemory", o => o.ReadMemory is >= 64 * 1024 * 1024 and <= 1L << 40, "is not from 64 MB to 1 TB", "536870912")
            .Require("Attachments:ReadersAtOnce", o => o.ReadersAtOnce > 0, "is not above zero", "2")
            .Require("Attachments:MaxPages", o => o.MaxPages > 0, "is not above zero", "500")
            .Require("Attachments:MaxCharacters", o => o.MaxCharacters is > 0 and <= 10_000_000, "is not from 1 to 10000000", "400000")
            .Require("Attachments:MaxPictureBytes", o => o.MaxPictureBytes > 0, "is not above zero", "5242880")
            .Require("Attachments:MaxPictures", o => o.MaxPictures >= 0, "is negative", "4")
            .Require("Attachments:PictureTokens", o => o.PictureTokens >= 0, "is negative", "1000")
            .Require("Attachments:PictureMemoryBytes", o => o.PictureMemoryBytes >= 0, "is negative", "16777216")
            .ValidateOnStart();
        builder.Services.AddSingleton<VisionModels>();

        // Files are streamed without a client timeout; each caller sets its own limit.
        builder.Services.AddHttpClient<FilesClient>().ToService("ingress").ForEventStreams();
        builder.Services.AddHttpClient<TranscriptionClient>().ToService("completion").ForEventStreams();
        builder.Services.AddSingleton<DocumentSlots>();
        builder.Services.AddSingleton<DocumentProcessPool>();
        builder.Services.AddSingleton<DocumentReader>();
        builder.Services.AddHealthChecks().AddCheck<DocumentHealth>("documents");
        builder.Services.AddSingleton<PictureCache>();
        builder.Services.AddSingleton<PromptPictures>();
        builder.Services.AddSingleton<RecordingTranscriber>();
        builder.Services.AddSingleton<AttachmentReader>();
    }
}
