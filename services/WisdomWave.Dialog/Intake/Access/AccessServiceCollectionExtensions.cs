using System.Globalization;
using WisdomWave.Dialog.Intake.Access.Admission;
using WisdomWave.Dialog.Intake.Access.Claiming;
using WisdomWave.Dialog.Interactions.Settings;
using WisdomWave.ServiceDefaults.Outbound;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Intake.Access;

internal static class AccessServiceCollectionExtensions
{
    private const string Unreadable = "has a list entry that is not a Telegram id";

    private const string NeitherYesNorNo = "is neither true nor false";

    public static void AddAccess(this IHostApplicationBuilder builder, BotSections bots)
    {
        builder.Services.AddOptions<AccessOptions>()
            .Require("Access", access => access.Unreadable.Count == 0, Unreadable, "Access:AllowedUsers=12345,67890")
            .Require("Access:Open", access => access.IsOpenReadable, NeitherYesNorNo, "true")
            .ValidateOnStart()
            .Configure(options => Read(builder.Configuration.GetSection("Access"), options));
        foreach (var bot in bots.All)
        {
            builder.Services.AddOptions<AccessOptions>(bot.Path)
                .Require($"{bot.Path}:Access", access => access.Unreadable.Count == 0, Unreadable, $"{bot.Path}:Access:AllowedUsers=12345,67890")
                .Require($"{bot.Path}:Access:Open", access => access.IsOpenReadable, NeitherYesNorNo, "true")
                .ValidateOnStart()
                .Configure(options => Read(bot.Configuration.GetSection("Access"), builder.Configuration.GetSection("Access"), options));
        }

        builder.Services.AddSingleton<ToldStrangers>();
        builder.Services.AddSingleton<AccessList>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AccessList>());
        builder.Services.AddSingleton<AdminCommands>();
        builder.Services.AddSingleton<ConversationRights>();
        builder.Services.AddSingleton<ClaimCodes>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClaimCodes>());
        builder.Services.AddSingleton<PrivateChatTexts>();
        builder.Services.AddSingleton<AdmissionGate>();
        builder.Services.AddSingleton<AdmissionButtonHandler>();
        builder.Services.AddSingleton<PeopleButtonHandler>();
        builder.Services.AddHttpClient<ChatAdmins>().ToService("ingress").ForEventStreams();
    }

    private static void Read(IConfigurationSection section, AccessOptions options)
    {
        Read(section.GetSection("AllowedUsers"), options.AllowedUsers, options.Unreadable);
        Read(section.GetSection("AllowedChats"), options.AllowedChats, options.Unreadable);
        Read(section.GetSection("Admins"), options.Admins, options.Unreadable);
        Read(section.GetSection("OpenBots"), options.OpenBots, options.Unreadable);
        if (section["Open"] is { } open && !string.IsNullOrWhiteSpace(open))
        {
            options.IsOpenReadable = bool.TryParse(open, out var isOpen);
            options.Open = isOpen;
        }
    }

    /// <summary>
    /// A bot uses either its own allow lists or the common ones, for people and chats together. A bot that lists only people
    /// must not also allow the chats of the common list.
    /// </summary>
    private static void Read(IConfigurationSection section, IConfigurationSection commonSection, AccessOptions own)
    {
        var common = new AccessOptions();
        Read(commonSection, common);
        Read(section, own);
        if (!own.HasLists && own.Open is not true)
        {
            own.AllowedUsers.UnionWith(common.AllowedUsers);
            own.AllowedChats.UnionWith(common.AllowedChats);
        }

        own.Open ??= common.Open;
        own.OpenBots.UnionWith(common.OpenBots);
        if (own.Admins.Count == 0)
            own.Admins.UnionWith(common.Admins);
    }

    private static void Read(IConfigurationSection section, ISet<long> numbers, ISet<string> unreadable)
    {
        foreach (var item in ConfigurationList.Read(section))
        {
            if (long.TryParse(item, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
            else
                unreadable.Add(item);
        }
    }
}
