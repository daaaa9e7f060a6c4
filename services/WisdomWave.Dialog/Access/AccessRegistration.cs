using System.Globalization;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Dialog.Access;

internal static class AccessRegistration
{
    private static readonly char[] BetweenNumbers = [',', ';', ' '];

    public static void AddAccess(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AccessOptions>()
            .Require("Access", access => access.Unreadable.Count == 0, "has something in its lists that is no number of Telegram's", "Access:AllowedUsers=12345,67890")
            .ValidateOnStart()
            .Configure(options =>
            {
                Read(builder.Configuration.GetSection("Access:AllowedUsers"), options.AllowedUsers, options.Unreadable);
                Read(builder.Configuration.GetSection("Access:AllowedChats"), options.AllowedChats, options.Unreadable);
                Read(builder.Configuration.GetSection("Access:Admins"), options.Admins, options.Unreadable);
            });
        builder.Services.AddSingleton<AccessList>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AccessList>());
        builder.Services.AddSingleton<AdminCommands>();
    }

    /// <summary>"12345,67890", and the same as <c>:0</c>, <c>:1</c>: an environment variable holds the first more easily.</summary>
    private static void Read(IConfigurationSection section, ISet<long> numbers, ISet<string> unreadable)
    {
        foreach (var value in section.GetChildren().Select(child => child.Value).Prepend(section.Value))
        {
            foreach (var word in value?.Split(BetweenNumbers, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
            {
                if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                    numbers.Add(number);
                else
                    unreadable.Add(word);
            }
        }
    }
}
