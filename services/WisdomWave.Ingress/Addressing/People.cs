using Telegram.Bot.Types;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Addressing;

/// <summary>Telegram's users as the persons that dialog knows.</summary>
internal static class People
{
    public static Person Of(User user) => new(user.Id, NameOf(user), user.LanguageCode);

    public static string NameOf(User user) => $"{user.FirstName} {user.LastName}".Trim();
}
