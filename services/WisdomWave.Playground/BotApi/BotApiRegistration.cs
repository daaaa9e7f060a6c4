using WisdomWave.Playground.BotApi.Drafts;
using WisdomWave.Playground.BotApi.Files;
using WisdomWave.Playground.BotApi.Membership;
using WisdomWave.Playground.BotApi.Messages;
using WisdomWave.Playground.BotApi.Profile;
using WisdomWave.Playground.BotApi.Updates;

namespace WisdomWave.Playground.BotApi;

internal static class BotApiRegistration
{
    public static void AddBotApi(this IServiceCollection services) => services
        .AddSingleton<FileStore>()
        .AddSingleton<WebhookClient>()
        .AddSingleton<UpdateMethods>()
        .AddSingleton<MessageMethods>()
        .AddSingleton<DraftMethods>()
        .AddSingleton<FileMethods>()
        .AddSingleton<ProfileMethods>()
        .AddSingleton<MembershipMethods>()
        .AddSingleton<BotMethods>()
        .AddSingleton<BotApiEndpoints>();

    public static void MapBotApi(this IEndpointRouteBuilder app, IServiceProvider services)
    {
        var api = services.GetRequiredService<BotApiEndpoints>();
        app.Map("/bot{token}/{method}", (HttpContext context, string token, string method) => api.CallAsync(context, token, method));
        app.MapGet("/file/bot{token}/{**path}", (HttpContext context, string token, string path) => api.DownloadAsync(context, token, path));
    }
}
