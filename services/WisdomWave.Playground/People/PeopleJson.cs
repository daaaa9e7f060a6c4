using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WisdomWave.Playground.BotApi.Wire;

namespace WisdomWave.Playground.People;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PersonEvent))]
[JsonSerializable(typeof(PlaygroundState))]
[JsonSerializable(typeof(ChatState))]
[JsonSerializable(typeof(IReadOnlyList<Message>))]
[JsonSerializable(typeof(SaidMessage))]
[JsonSerializable(typeof(EditedText))]
[JsonSerializable(typeof(ForwardedMessage))]
[JsonSerializable(typeof(PressedButton))]
[JsonSerializable(typeof(PressedCallback))]
[JsonSerializable(typeof(NewPerson))]
[JsonSerializable(typeof(NewGroup))]
[JsonSerializable(typeof(NewTopic))]
[JsonSerializable(typeof(MemberStatus))]
[JsonSerializable(typeof(Blocking))]
[JsonSerializable(typeof(BotChange))]
[JsonSerializable(typeof(Settings))]
[JsonSerializable(typeof(BotCommand[]))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class PeopleJson : JsonSerializerContext;
