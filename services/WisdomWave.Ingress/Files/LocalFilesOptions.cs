using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Ingress.Files;

/// <summary>The folder of a self-hosted Bot API server's files (<c>TELEGRAM_FILES_DIR</c>).</summary>
internal sealed class LocalFilesOptions
{
    public const string Setting = "TELEGRAM_FILES_DIR";

    /// <summary>Null disables reading local files.</summary>
    public string? Folder { get; set; }

    public bool IsGood => Folder is null || (Path.IsPathFullyQualified(Folder) && Directory.Exists(Folder));
}

internal static class FilesServiceCollectionExtensions
{
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddOptions<LocalFilesOptions>()
            .Configure<IConfiguration>((options, configuration) =>
                options.Folder = string.IsNullOrWhiteSpace(configuration[LocalFilesOptions.Setting]) ? null : configuration[LocalFilesOptions.Setting]!.Trim())
            .Require(LocalFilesOptions.Setting, options => options.IsGood, "is not the absolute path of a folder that exists", "/var/lib/telegram-bot-api")
            .ValidateOnStart();
        services.AddSingleton<LocalFiles>();
        services.AddSingleton<TelegramFiles>();
        return services;
    }
}
