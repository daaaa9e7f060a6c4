using System.Collections.Frozen;
using WisdomWave.Playground.BotApi.Drafts;
using WisdomWave.Playground.BotApi.Files;
using WisdomWave.Playground.BotApi.Membership;
using WisdomWave.Playground.BotApi.Messages;
using WisdomWave.Playground.BotApi.Profile;
using WisdomWave.Playground.BotApi.Updates;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.BotApi;

/// <summary>The methods of the playground's Bot API, by name.</summary>
internal sealed class BotMethods(
    UpdateMethods updates,
    MessageMethods messages,
    DraftMethods drafts,
    FileMethods files,
    ProfileMethods profile,
    MembershipMethods membership)
{
    /// <summary>Methods that send to a chat and therefore count towards the sending limits.</summary>
    private static readonly FrozenSet<string> Sending = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "sendMessage", "editMessageText", "editMessageReplyMarkup", "sendDocument", "sendPhoto", "sendVoice", "sendAudio");

    private readonly FrozenDictionary<string, Func<BotCall, ValueTask<BotReply>>> _methods = new Dictionary<string, Func<BotCall, ValueTask<BotReply>>>
    {
        ["getUpdates"] = UpdateMethods.GetUpdatesAsync,
        ["setWebhook"] = updates.SetWebhookAsync,
        ["deleteWebhook"] = UpdateMethods.DeleteWebhookAsync,
        ["getWebhookInfo"] = Now(UpdateMethods.GetWebhookInfo),

        ["sendMessage"] = Now(messages.Send),
        ["editMessageText"] = Now(messages.EditText),
        ["editMessageReplyMarkup"] = Now(messages.EditReplyMarkup),
        ["deleteMessage"] = Now(messages.Delete),
        ["pinChatMessage"] = Now(messages.Pin),
        ["unpinChatMessage"] = Now(messages.Unpin),
        ["setMessageReaction"] = Now(messages.React),
        ["sendChatAction"] = Now(messages.ShowAction),
        ["answerCallbackQuery"] = Now(messages.AnswerCallback),
        ["sendMessageDraft"] = Now(drafts.Send),

        ["getFile"] = Now(files.GetFile),
        ["sendDocument"] = files.SendDocumentAsync,
        ["sendPhoto"] = files.SendPhotoAsync,
        ["sendVoice"] = files.SendVoiceAsync,
        ["sendAudio"] = files.SendAudioAsync,

        ["getMe"] = Now(ProfileMethods.GetMe),
        ["setMyCommands"] = Now(profile.SetCommands),
        ["getMyCommands"] = Now(ProfileMethods.GetCommands),
        ["deleteMyCommands"] = Now(profile.DeleteCommands),
        ["setMyName"] = Now(ProfileMethods.SetName),
        ["getMyName"] = Now(ProfileMethods.GetName),
        ["setMyDescription"] = Now(ProfileMethods.SetDescription),
        ["getMyDescription"] = Now(ProfileMethods.GetDescription),
        ["setMyShortDescription"] = Now(ProfileMethods.SetShortDescription),
        ["getMyShortDescription"] = Now(ProfileMethods.GetShortDescription),
        ["setChatMenuButton"] = Now(static _ => BotReply.True),
        ["logOut"] = Now(static _ => BotReply.True),
        ["close"] = Now(static _ => BotReply.True),

        ["getChat"] = Now(membership.GetChat),
        ["getChatMember"] = Now(membership.GetMember),
        ["getChatAdministrators"] = Now(membership.GetAdministrators),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public bool TryFind(string name, out Func<BotCall, ValueTask<BotReply>>? method) => _methods.TryGetValue(name, out method);

    public static bool CountsAgainstLimits(string name) => Sending.Contains(name);

    private static Func<BotCall, ValueTask<BotReply>> Now(Func<BotCall, BotReply> method) => call => ValueTask.FromResult(method(call));
}

/// <summary>One call of a Bot API method.</summary>
internal sealed record BotCall(Bot Bot, CallParameters Parameters, CancellationToken CancellationToken);
