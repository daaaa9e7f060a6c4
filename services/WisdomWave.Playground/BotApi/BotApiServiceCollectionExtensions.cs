using WisdomWave.Playground.BotApi.Drafts;
using WisdomWave.Playground.BotApi.Files;
using WisdomWave.Playground.BotApi.Membership;
using WisdomWave.Playground.BotApi.Messages;
using WisdomWave.Playground.BotApi.Profile;
using WisdomWave.Playground.BotApi.Updates;

namespace WisdomWave.Playground.BotApi;

internal static class BotApiServiceCollectionExtensions
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
}
