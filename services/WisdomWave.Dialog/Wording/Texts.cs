using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using WisdomWave.Contracts.Completion;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Attachments.Documents;

namespace WisdomWave.Dialog.Wording;

/// <summary>The bot's own words in one language. The texts are in Texts.resx (English) and Texts.ru.resx.</summary>
internal sealed class Texts
{
    internal static readonly ResourceManager Resources = new(typeof(Texts));

    private static readonly Texts English = new(CultureInfo.GetCultureInfo("en"));
    private static readonly Texts Russian = new(CultureInfo.GetCultureInfo("ru"));

    private readonly CultureInfo _culture;

    private Texts(CultureInfo culture) => _culture = culture;

    public string Forgotten => Text();

    public string NothingToStop => Text();

    public string UnknownCommand => Text();

    public string Stopped => Text();

    public string CutByLength => Text();

    public string CutByFilter => Text();

    public string WindowTrimmed => Text();

    public string AttachmentOther => Text("Attachment_Other");

    public string AttachmentNothingHeard => Text("Attachment_NothingHeard");

    /// <param name="language">The tag of the person's client, for instance <c>ru</c> or <c>en-GB</c>; null is English.</param>
    public static Texts In(string? language) =>
        language is not null && (language == "ru" || language.StartsWith("ru-", StringComparison.OrdinalIgnoreCase)) ? Russian : English;

    public string Start(string model, int maxTokens) => string.Format(_culture, Text(), model, maxTokens);

    public string QuestionTooLong(int tokens, int limit) => string.Format(_culture, Text(), tokens, limit);

    public string Failure(FailureKind kind) => Text($"Failure_{kind}");

    public string AttachmentFile(FileFailure failure) => Text($"Attachment_File_{failure}");

    public string AttachmentNotHeard(FailureKind failure) => failure switch
    {
        FailureKind.ModelNotFound => Text("Attachment_NoListener"),
        FailureKind.BadRequest or FailureKind.Refused or FailureKind.ContextTooLong => Text("Attachment_NotUnderstood"),
        _ => string.Format(_culture, Text("Attachment_NotHeard"), Failure(failure)),
    };

    public string AttachmentDocument(DocumentProblem problem, string name) => string.Format(_culture, Text($"Attachment_Document_{problem}"), name);

    public string AttachmentCut(string name) => string.Format(_culture, Text("Attachment_Cut"), name);

    public string AttachmentNoRoom(string name) => string.Format(_culture, Text("Attachment_NoRoom"), name);

    public string AttachmentTooMany(int limit) => string.Format(_culture, Text("Attachment_TooMany"), limit);

    public string AttachmentBlind(string model) => string.Format(_culture, Text("Attachment_Blind"), model);

    public string AttachmentPictureLeftOut(string model) => string.Format(_culture, Text("Attachment_PictureLeftOut"), model);

    public string Menu(string command) => Text($"Menu_{command}");

    private string Text([CallerMemberName] string key = "") =>
        Resources.GetString(key, _culture) ?? throw new MissingManifestResourceException($"No text '{key}' in Texts.resx.");
}
