using WisdomWave.Playground.Browsing;
using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

internal static class PeopleRegistration
{
    public static void AddPeople(this IServiceCollection services) => services
        .AddSingleton<EventHub>()
        .AddSingleton<World>()
        .AddSingleton<Callbacks>();

    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").TakesTypedBodies();
        api.MapGet("/state", StateEndpoints.Get);
        api.MapPut("/settings", StateEndpoints.Change);
        api.MapGet("/events", EventStream.StreamAsync);
        api.MapGet("/files/{id}", WritingEndpoints.Download);

        api.MapPost("/people", PlaceEndpoints.AddPerson);
        api.MapPost("/chats", PlaceEndpoints.AddGroup);
        api.MapPut("/bots/{id:long}", PlaceEndpoints.ChangeBot);
        api.MapPost("/bots/{id:long}/updates", PlaceEndpoints.InjectUpdate);
        api.MapPost("/bots/{id:long}/raw-updates", PlaceEndpoints.InjectRawUpdates);

        var chat = api.MapGroup("/chats/{id:long}");
        chat.MapGet("", StateEndpoints.GetChat);
        chat.MapGet("/messages", WritingEndpoints.Read);
        chat.MapPost("/messages", WritingEndpoints.Say);
        chat.MapPost("/files", WritingEndpoints.SendFileAsync).TakesForms().DisableAntiforgery();
        chat.MapPost("/forwards", ForwardingEndpoints.Forward);
        chat.MapPut("/messages/{messageId:int}", WritingEndpoints.Edit);
        chat.MapDelete("/messages/{messageId:int}", WritingEndpoints.Delete);
        chat.MapPost("/callbacks", WritingEndpoints.Press);
        chat.MapPost("/drafts/{draftId:long}/stop", WritingEndpoints.Stop);
        chat.MapGet("/commands", StateEndpoints.Commands);
        chat.MapPost("/topics", PlaceEndpoints.AddTopic);
        chat.MapPut("/members/{userId:long}", PlaceEndpoints.SetMember);
        chat.MapPost("/block", PlaceEndpoints.Block);
        chat.MapPost("/migrate", PlaceEndpoints.Migrate);
    }
}
