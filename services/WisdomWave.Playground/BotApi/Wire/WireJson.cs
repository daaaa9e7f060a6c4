using System.Text.Json.Serialization;

namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>How Bot API objects are written: snake_case, nothing for null. The person-side API writes messages the same way.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Update))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(ChatFullInfo))]
[JsonSerializable(typeof(ChatMember))]
[JsonSerializable(typeof(ChatMember[]))]
[JsonSerializable(typeof(BotCommand[]))]
[JsonSerializable(typeof(BotCommandScope))]
[JsonSerializable(typeof(WebhookInfo))]
[JsonSerializable(typeof(FileLocation))]
[JsonSerializable(typeof(ReplyParameters))]
[JsonSerializable(typeof(ResponseParameters))]
[JsonSerializable(typeof(MessageEntity[]))]
[JsonSerializable(typeof(InlineKeyboardMarkup))]
[JsonSerializable(typeof(ReactionType[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(NamedText))]
internal sealed partial class WireJson : JsonSerializerContext;
