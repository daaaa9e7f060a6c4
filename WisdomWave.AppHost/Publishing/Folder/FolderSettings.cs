using Microsoft.Extensions.Configuration;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost.Publishing.Folder;

/// <summary>The operator's settings as they apply on the server, where nothing chooses free ports and no playground runs.</summary>
internal static class FolderSettings
{
    public const string DataDirectory = "/var/lib/wisdomwave";

    private static readonly Ports Standard = new() { DialogHttp2 = 5202, CompletionHttp2 = 5203, Cache = 6380 };

    public static Settings For(Settings settings, IConfiguration configuration, List<string> problems)
    {
        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[(nameof(Replicas.Ingress), settings.Replicas.Ingress), (nameof(Replicas.Completion), settings.Replicas.Completion)])
        {
            if (count > 1)
                problems.Add($"{Replicas.Section}__{name} is {count}, but a published folder runs one process of each service; set it to 1.");
        }

        if (Database.NeedsContainer(settings))
        {
            problems.Add(
                $"{Settings.DatabaseSetting} is postgres, but a published folder has no PostgreSQL of its own; set {Service.Variable(Settings.DatabaseConnectionSetting)} " +
                "to your server, for example Host=db.example.org;Database=wisdomwave;Username=wisdomwave;Password=….");
        }

        return settings with
        {
            // The token and the key may be filled in on the server.
            TelegramBotToken = settings.HasTelegram ? settings.TelegramBotToken : "",
            OpenAiApiKey = settings.HasModels ? settings.OpenAiApiKey : "",
            DataDirectory = string.IsNullOrWhiteSpace(configuration[Resources.DataDirectory.Variable]) ? DataDirectory : settings.DataDirectory,
            Ports = Fixed(settings.Ports, problems),
        };
    }

    private static Ports Fixed(Ports wanted, List<string> problems)
    {
        var ports = wanted with
        {
            Ingress = Or(wanted.Ingress, Standard.Ingress),
            Dialog = Or(wanted.Dialog, Standard.Dialog),
            DialogHttp2 = Or(wanted.DialogHttp2, Standard.DialogHttp2),
            Completion = Or(wanted.Completion, Standard.Completion),
            CompletionHttp2 = Or(wanted.CompletionHttp2, Standard.CompletionHttp2),
            Cache = Or(wanted.Cache, Standard.Cache),
            Prometheus = Or(wanted.Prometheus, Standard.Prometheus),
            Grafana = Or(wanted.Grafana, Standard.Grafana),
            Alertmanager = Or(wanted.Alertmanager, Standard.Alertmanager),
        };
        (string Name, int Port)[] used =
        [
            (nameof(Ports.Ingress), ports.Ingress), (nameof(Ports.Dialog), ports.Dialog), (nameof(Ports.DialogHttp2), ports.DialogHttp2),
            (nameof(Ports.Completion), ports.Completion), (nameof(Ports.CompletionHttp2), ports.CompletionHttp2), (nameof(Ports.Cache), ports.Cache),
            (nameof(Ports.Prometheus), ports.Prometheus), (nameof(Ports.Grafana), ports.Grafana),
            (nameof(Ports.Alertmanager), ports.Alertmanager),
        ];
        foreach (var same in used.GroupBy(one => one.Port).Where(same => same.Count() > 1))
            problems.Add($"{string.Join(" and ", same.Select(one => $"{Ports.Section}__{one.Name}"))} are both {same.Key}; give each its own port.");
        return ports;

        static int Or(int port, int standard) => port == 0 ? standard : port;
    }
}
