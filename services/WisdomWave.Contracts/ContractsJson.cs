using System.Text.Json;
using System.Text.Json.Serialization;
using WisdomWave.Contracts.Completion;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Contracts;

/// <summary>The wire format between the services: web defaults (camelCase), null properties are omitted, serializers are source-generated.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(InboundMessage))]
[JsonSerializable(typeof(TurnEvent))]
[JsonSerializable(typeof(TurnRef))]
[JsonSerializable(typeof(TurnRef[]))]
[JsonSerializable(typeof(IReadOnlyList<TurnRef>))]
[JsonSerializable(typeof(TurnPartReport[]))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(KnownMessages))]
[JsonSerializable(typeof(Redelivery))]
[JsonSerializable(typeof(Guid[]))]
[JsonSerializable(typeof(ClaimRequest))]
[JsonSerializable(typeof(CommandMenu[]))]
[JsonSerializable(typeof(IReadOnlyList<CommandMenu>))]
[JsonSerializable(typeof(ButtonPress))]
[JsonSerializable(typeof(PressOutcome))]
[JsonSerializable(typeof(BotStart))]
[JsonSerializable(typeof(StartNotice[]))]
[JsonSerializable(typeof(IReadOnlyList<StartNotice>))]
[JsonSerializable(typeof(AlertReport))]
[JsonSerializable(typeof(CompletionRequest))]
[JsonSerializable(typeof(CompletionEvent))]
[JsonSerializable(typeof(Transcription))]
public sealed partial class ContractsJson : JsonSerializerContext;
