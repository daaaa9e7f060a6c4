using WisdomWave.Playground.Pages;

namespace WisdomWave.Playground.People;

internal static class PeopleRoutes
{
    public static void MapPeople(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").RequireJsonBody();
        api.MapGet("/state", StateEndpoints.Get);
        api.MapPut("/settings", StateEndpoints.Change);
        api.MapGet("/events", EventStream.StreamAsync);
        api.MapGet("/files/{id}", MessageEndpoints.Download);

        api.MapPost("/people", WorldEndpoints.AddPerson);
        api.MapPost("/chats", WorldEndpoints.AddGroup);
        api.MapPut("/bots/{id:long}", WorldEndpoints.ChangeBot);
        api.MapPost("/bots/{id:long}/updates", WorldEndpoints.InjectUpdate);
        api.MapPost("/bots/{id:long}/raw-updates", WorldEndpoints.InjectRawUpdates);

        var chat = api.MapGroup("/chats/{id:long}");
        chat.MapGet("", StateEndpoints.GetChat);
        chat.MapGet("/messages", MessageEndpoints.Read);
        chat.MapPost("/messages", MessageEndpoints.Say);
        chat.MapPost("/files", MessageEndpoints.SendFileAsync).RequireFormBody().DisableAntiforgery();
        chat.MapPost("/forwards", ForwardEndpoints.Forward);
        chat.MapPut("/messages/{messageId:int}", MessageEndpoints.Edit);
        chat.MapDelete("/messages/{messageId:int}", MessageEndpoints.Delete);
        chat.MapPost("/callbacks", MessageEndpoints.Press);
        chat.MapPost("/drafts/{draftId:long}/stop", MessageEndpoints.Stop);
        chat.MapGet("/commands", StateEndpoints.Commands);
        chat.MapPost("/topics", WorldEndpoints.AddTopic);
        chat.MapPut("/members/{userId:long}", WorldEndpoints.SetMember);
        chat.MapPost("/block", WorldEndpoints.Block);
        chat.MapPost("/migrate", WorldEndpoints.Migrate);
    }
}
