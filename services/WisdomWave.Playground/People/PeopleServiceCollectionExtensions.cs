using WisdomWave.Playground.Chats;

namespace WisdomWave.Playground.People;

internal static class PeopleServiceCollectionExtensions
{
    public static void AddPeople(this IServiceCollection services) => services
        .AddSingleton<EventHub>()
        .AddSingleton<World>()
        .AddSingleton<Callbacks>();
}
