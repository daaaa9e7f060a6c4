using System.Text.Json.Serialization;

namespace WisdomWave.Playground.BotApi.Wire;

/// <summary>The JSON format of Bot API objects: snake_case, without nulls. The API for people uses the same format for messages.</summary>
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
