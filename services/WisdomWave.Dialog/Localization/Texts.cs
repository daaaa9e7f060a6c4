using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog.Attachments;
using WisdomWave.Dialog.Attachments.Documents;
using WisdomWave.Dialog.Interactions.Commands;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.Dialog.Spending;

namespace WisdomWave.Dialog.Localization;

/// <summary>The texts that people see, in one language. They are in Texts.resx (English) and Texts.ru.resx.</summary>
internal sealed class Texts
{
    private const long Megabyte = 1024 * 1024;

    internal static readonly ResourceManager Resources = new(typeof(Texts));

    private static readonly Texts English = new(CultureInfo.GetCultureInfo("en"));
    private static readonly Texts Russian = new(CultureInfo.GetCultureInfo("ru"));

    private readonly CultureInfo _culture;
    private readonly CountFormat _counts;

    private Texts(CultureInfo culture) => (_culture, _counts) = (culture, new CountFormat(culture));

    /// <summary>The texts in every language.</summary>
    public static IReadOnlyList<Texts> All { get; } = [English, Russian];

    public string Forgotten => Text();

    public string ForgottenPinsStay => Text();

    public string ForgetShared => Text();

    public string UndoForgetting => Text();

    public string UndoneForgetting => Text();

    public string UndoneForgettingToast => Text();

    public string UndoTooLate => Text();

    public string NothingToStop => Text();

    public string UnknownCommand => Text();

    public string Stopped => Text();

    public string CutByLength => Text();

    public string CutByFilter => Text();

    public string CutByTime => Text();

    public string WindowTrimmed => Text();

    /// <summary>Shown instead of an answer while the model is reasoning, Markdown.</summary>
    public string Thinking => Text();

    /// <summary>Shown instead of an answer when the model has sent nothing for a while, Markdown.</summary>
    public string SlowModel => Text();

    public string ThinkLess => Text();

    public string ThoughtsHidden => Text("Thoughts_Hidden");

    public string ThoughtsShown => Text("Thoughts_Shown");

    public string FromCache => Text();

    public string SetAside => Text();

    public string DeliverySetAside => Text();

    public string TooOld => Text();

    public string NothingToRetry => Text();

    public string NothingToUndo => Text();

    public string NothingToExport => Text();

    public string NothingToPin => Text();

    public string Pinned => Text();

    public string Unpinned => Text();

    public string Pins => Text();

    public string NoPins => Text();

    public string ExportTitle => Text();

    public string ExportPerson => Text();

    public string Continue => Text();

    /// <summary>Asks the model for the rest of an answer.</summary>
    public string GoOn => Text();

    public string OnlyLastAgain => Text();

    public string OnlyLastContinued => Text();

    public string NotYours => Text();

    public string NotYourQuestion => Text();

    public string AdminsOnly => Text();

    public string ButtonGone => Text();

    public string Saved => Text();

    public string Settings => Text();

    public string Back => Text();

    public string LanguageAuto => Text();

    public string UnknownLanguage => Text();

    public string PersonaDefault => Text();

    public string SharingOwn => Text();

    public string SharingOne => Text();

    public string AttachmentOther => Text("Attachment_Other");

    public string AttachmentNothingHeard => Text("Attachment_NothingHeard");

    public string AccessWhichId => Text("Access_WhichId");

    public string AccessAdminStays => Text("Access_AdminStays");

    public string AccessUnclaimed => Text("Access_Unclaimed");

    public string AccessGroupAllowed => Text("Access_GroupAllowed");

    public string AccessGroupDenied => Text("Access_GroupDenied");

    public string Claimed => Text("Claim_Done");

    public string ClaimWrong => Text("Claim_Wrong");

    public string ClaimLater => Text("Claim_Later");

    public string AskIn => Text("Admission_Ask");

    public string AskedIn => Text("Admission_Asked");

    public string AskedInBefore => Text("Admission_AskedBefore");

    public string AskedInByTooMany => Text("Admission_TooMany");

    public string IsInAlready => Text("Admission_Already");

    public string LetIn => Text("Admission_LetIn");

    public string Decline => Text("Admission_Decline");

    public string Welcome => Text("Admission_Welcome");

    public string People => Text();

    public string PeopleOpen => Text("People_Open");

    public string PeopleNone => Text("People_None");

    public string PeopleInPrivate => Text("People_InPrivate");

    public string PeopleRemoved => Text("People_Removed");

    public string LimitPending => Text("Limit_Pending");

    public string StatsTop => Text();

    public string StatsFailures => Text();

    /// <summary>The texts for the language tag of a Telegram client, such as <c>ru</c> or <c>en-GB</c>; null means English.</summary>
    public static Texts In(string? language) =>
        language is not null && (language == "ru" || language.StartsWith("ru-", StringComparison.OrdinalIgnoreCase)) ? Russian : English;

    /// <summary>The texts in the chat's language, or in the person's if the chat has none.</summary>
    public static Texts Of(ChatSettings settings, string? language) => In(settings.Language ?? language);

    public string Start(string model, int maxTokens) => Format(Text(), model, maxTokens);

    public string Help(string model, int maxTokens) => Format(Text(), model, maxTokens);

    public string QuestionTooLong(int tokens, int limit) => Format(Text(), tokens, limit);

    public string Undone(string question) => Format(Text(), question);

    public string Exported(int turns) => Format(Text(), turns);

    public string PinTooLong(int tokens, int limit, int mostPins) => Format(Text(), tokens, limit, mostPins);

    public string PersonaTooLong(int tokens, int limit) => Format(Text(), tokens, limit);

    public string UnknownModel(string name) => Format(Text(), name);

    public string Context(
        string model, int persona, int pins, int pinned, int turns, int history, int answer, int question, int limit) =>
        Format(Text(), model, persona, pins, pinned, turns, history, answer, question, limit);

    public string ContextLeft(int turns) => Format(Text(), turns);

    public string Usage(string today, string month) => Format(Text(), today, month);

    public string UsageLine(long tokens, long input, long output, int questions) => Format(Text(), tokens, input, output, questions);

    public string UsageCost(decimal money) => Format(Text(), Money(money));

    public string UsageCached(long tokens, int questions) => Format(Text(), tokens, questions);

    public string Stats(string today, string month) => Format(Text(), today, month);

    public string StatsSaved(decimal money) => Format(Text(), Money(money));

    public string StatsChat(long id, long tokens, int questions) => Format(Text(), Id(id), tokens, questions);

    /// <param name="time">When the question failed.</param>
    /// <param name="kind">Not translated: logs and metrics have the same word.</param>
    /// <param name="turn">The id in logs and traces.</param>
    public string StatsFailure(DateTimeOffset time, FailureKind kind, Guid turn) => Format(Text(), Moment(time), kind.ToString(), turn.ToString());

    public string StatsTrace(string trace) => Format(Text(), trace);

    public string BudgetSpent(BudgetNotice budget) => Format(Text($"Budget_Spent_{budget.Scope}"), Moment(budget.RenewsAt));

    public string BudgetWarning(BudgetNotice budget) => Format(Text($"Budget_Warning_{budget.Scope}"), Moment(budget.RenewsAt));

    public string AccessStranger(long id) => Format(Text("Access_Stranger"), Id(id));

    /// <param name="person">Name and id, Markdown.</param>
    public string AsksToBeLetIn(string person) => Format(Text("Admission_Notice"), person);

    /// <inheritdoc cref="AsksToBeLetIn"/>
    public string IsIn(string person) => Format(Text("Admission_IsIn"), person);

    /// <inheritdoc cref="AsksToBeLetIn"/>
    public string IsOut(string person) => Format(Text("Admission_IsOut"), person);

    public string PeopleConfigured(string ids) => Format(Text("People_Configured"), ids);

    public string PeopleMore(int count) => Format(Text("People_More"), count);

    public string AccessAllowed(long id) => Format(Text("Access_Allowed"), Id(id));

    /// <summary>The commit is null when unknown; the model is the bot's default.</summary>
    public string BotStarted(string version, string? commit, string model) => commit is null
        ? Format(Text("BotStarted"), version, model)
        : Format(Text("BotStartedOfCommit"), version, commit, model);

    /// <summary>The summary and the place in the runbook are English: the rules of Prometheus have one text.</summary>
    public string AlertBegins(string summary, string? runbook) =>
        runbook is null ? Format(Text("Alert_Begins"), summary) : Format(Text("Alert_BeginsWithRunbook"), summary, runbook);

    public string AlertEnds(string summary) => Format(Text("Alert_Ends"), summary);

    public string AccessDenied(long id) => Format(Text("Access_Denied"), Id(id));

    public string LimitRate(int questions) => Format(Text("Limit_Rate"), questions);

    public string LimitCommands(int commands) => Format(Text("Limit_Commands"), commands);

    public string LimitLength(int characters, int limit) => Format(Text("Limit_Length"), characters, limit);

    /// <param name="operators">The operator's choice; null when there is none.</param>
    public string EffortDefault(ReasoningEffort? operators) => operators is { } effort ? Format(Text("Effort_DefaultOf"), Effort(effort)) : Text("Effort_Default");

    public string Effort(ReasoningEffort effort) => Text($"Effort_{effort}");

    public string Section(SettingsSection section) => Text($"Section_{section}");

    /// <summary>Explains a settings section.</summary>
    public string Explain(SettingsSection section) => Text($"Explain_{section}");

    public string Style(ReplyStyle style) => Text($"Style_{style}");

    public string Warnings(TokenWarnings warnings) => Text($"Warnings_{warnings}");

    public string PersonaName(string key) => Text($"Persona_{key}");

    /// <summary>The prompt of a ready-made persona.</summary>
    public string PersonaText(string key) => Text($"PersonaText_{key}");

    public string Failure(FailureKind kind) => Text($"Failure_{kind}");

    public string Menu(CommandKind command) => Text($"Menu_{command}");

    public string AttachmentFile(FileFailure failure, long maxBytes, int maxPictureBytes) =>
        Format(Text($"Attachment_File_{failure}"), maxBytes / Megabyte, maxPictureBytes / Megabyte);

    public string AttachmentNotHeard(FailureKind failure) => failure switch
    {
        FailureKind.ModelNotFound => Text("Attachment_NoListener"),
        FailureKind.BadRequest or FailureKind.Refused or FailureKind.ContextTooLong => Text("Attachment_NotUnderstood"),
        _ => Format(Text("Attachment_NotHeard"), Failure(failure)),
    };

    public string AttachmentDocument(DocumentProblem problem, string name) => Format(Text($"Attachment_Document_{problem}"), name);

    public string AttachmentCut(string name) => Format(Text("Attachment_Cut"), name);

    public string AttachmentEncoding(string name, string encoding) => Format(Text("Attachment_Encoding"), name, encoding);

    public string AttachmentUnseen(AttachmentKind kind) => Text($"Attachment_Unseen_{kind}");

    public string AttachmentNoRoom(string name) => Format(Text("Attachment_NoRoom"), name);

    public string AttachmentTooMany(int limit) => Format(Text("Attachment_TooMany"), limit);

    public string AttachmentBlind(string model) => Format(Text("Attachment_Blind"), model);

    public string AttachmentPictureLeftOut(string model) => Format(Text("Attachment_PictureLeftOut"), model);

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private string Money(decimal money) => money.ToString("0.00##", _culture);

    private string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM, HH:mm 'UTC'", _culture);

    private string Format(string text, params ReadOnlySpan<object?> values) => string.Format(_counts, text, values);

    private string Text([CallerMemberName] string key = "") =>
        Resources.GetString(key, _culture) ?? throw new MissingManifestResourceException($"No text '{key}' in Texts.resx.");
}
