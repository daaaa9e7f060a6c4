using WisdomWave.AppHost.Alerts;
using WisdomWave.AppHost.Boards;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Dashboard;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Processes;
using WisdomWave.AppHost.Resources;
using WisdomWave.ServiceDefaults.Outbound;

namespace WisdomWave.AppHost;

internal static class Topology
{
    public static void AddWisdomWave(this IDistributedApplicationBuilder builder, Settings settings, Machine machine)
    {
        var ports = settings.Ports;

        var key = builder.AddServiceKey(settings);
        var playground = builder.AddPlaygroundWhereNeeded(settings)?.WithServiceKey(key);
        var telegram = builder.AddTelegram(settings, playground);
        var models = builder.AddModels(settings, playground);
        var database = builder.AddDatabase(settings, machine);
        var cache = builder.AddCache(ports.Cache, settings.DataDirectory, machine);

        var completion = ServiceReplicas.Add("completion", settings.Replicas.Completion, (name, number) => builder
            .AddService<Projects.WisdomWave_Completion>(name, ports.OfCompletion(number))
            .WithHttp2(ports.OfCompletionHttp2(number))
            .WithServiceKey(key)
            .WithLogFiles(settings)
            .WithModels(models)
            .WithCache(cache)
            .WithAnswerLeases(settings.Replicas.Completion)
            .WithKeys("Models")
            .WithProxies()
            .WithSections("Models", "Cache", "SemanticCache", "Completion", "ProviderLimits", "Transcribing"));

        var dialog = builder.AddService<Projects.WisdomWave_Dialog>("dialog", ports.Dialog)
            .WithHttp2(ports.DialogHttp2)
            .WithServiceKey(key)
            .WithLogFiles(settings)
            .WithEnvironment("MODEL_NAME", models.Name)
            .WithEnvironment("MAX_TOKENS", models.MaxTokens)
            .WithDataDirectory(settings)
            .WithMemoryForDocuments()
            .WithDatabase(database)
            .WithSections(
                "Persona", "Questions", "Merging", "Attachments", "Access", "Budgets", "RateLimits", "StartNotice", "Forgetting", "RetentionDays", "Storage", "Backup", "Alerts", "Logging:MessageText")
            .WithModelList()
            .WithBotSections()
            .WithOpenPlayground(telegram)
            .WithFirstBotId(telegram)
            .WithReference(completion);

        // The other services start in parallel; ingress accepts messages only when everything that an answer needs is ready.
        var ingress = Ingress.Add(settings, (name, port) => builder
            .AddService<Projects.WisdomWave_Ingress>(name, port)
            .WithServiceKey(key)
            .WithLogFiles(settings)
            .WithTelegram(telegram)
            .WithPublicUrl(settings.PublicUrl)
            .WithProxies(OutboundProxy.Telegram)
            .WithSections("Delivery", "Presses", "Polling")
            .WithBotLeases(settings, cache)
            .WithReference(dialog)
            .WaitFor(completion)
            .WaitFor(dialog));

        // Dialog downloads attachments through ingress, because only ingress calls Telegram.
        dialog.WithReference(ingress);

        var alertmanager = builder.AddAlertmanager(settings, machine, ingress, key.Resource);
        var prometheus = builder.AddPrometheus(ports.Prometheus, settings.DataDirectory, machine, alertmanager, ingress, ServiceReplicas.Of(dialog), completion);
        var grafana = builder.AddGrafana(ports, settings.DataDirectory, machine, prometheus, ingress.First);
        builder.AddBoards(ports, prometheus);
        builder.AddAlerts(settings, prometheus, alertmanager?.Resource, ingress, key.Resource);

        // A service stops after the services that use it, so that running answers can finish.
        builder.StopInOrder(settings.StoppingTimeout, [.. ingress.All, prometheus, alertmanager, grafana], [dialog], completion.All, [playground, cache.Server]);

        builder.AddDashboardView(settings);
    }
}
