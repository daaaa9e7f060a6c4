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

        var completion = builder.AddService<Projects.WisdomWave_Completion>("completion", ports.Completion, settings.Replicas.Completion)
            .WithHttp2(ports.CompletionHttp2, settings.Replicas.Completion)
            .WithServiceKey(key)
            .WithLogFiles(settings)
            .WithModels(models)
            .WithCache(cache)
            .WithLeases(settings.Replicas.Completion)
            .WithKeys("Models")
            .WithProxies()
            .WithSections("Models", "Cache", "SemanticCache", "Completion", "ProviderLimits", "Transcribing");

        var dialog = builder.AddService<Projects.WisdomWave_Dialog>("dialog", ports.Dialog)
            .WithHttp2(ports.DialogHttp2)
            .WithServiceKey(key)
            .WithLogFiles(settings)
            .WithEnvironment("MODEL_NAME", models.Name)
            .WithEnvironment("MAX_TOKENS", models.MaxTokens)
            .WithDataDirectory(settings)
            .WithDatabase(database)
            .WithSections(
                "Persona", "Questions", "Merging", "Attachments", "Access", "Budgets", "RateLimits", "StartNotice", "Forgetting", "RetentionDays", "Storage", "Backup", "Logging:MessageText")
            .WithModelList()
            .WithBotSections()
            .WithOpenPlayground(telegram)
            .WithReference(completion);

        // The other services start in parallel; ingress accepts messages only when everything that an answer needs is ready.
        var ingress = builder.AddService<Projects.WisdomWave_Ingress>("ingress", ports.Ingress, settings.Replicas.Ingress)
            .WithServiceKey(key)
            .WithLogFiles(settings)
            .WithTelegram(telegram)
            .WithPublicUrl(settings.PublicUrl)
            .WithProxies(OutboundProxy.Telegram)
            .WithSections("Delivery", "Presses")
            .WithReference(dialog)
            .WaitFor(completion)
            .WaitFor(dialog);

        // Dialog downloads attachments through ingress, because only ingress calls Telegram.
        dialog.WithReference(ingress);

        var prometheus = builder.AddPrometheus(ports.Prometheus, settings.DataDirectory, machine, ingress, dialog, completion);
        var grafana = builder.AddGrafana(ports, settings.DataDirectory, machine, prometheus, ingress);
        builder.AddBoards(ports, prometheus);

        // A service stops after the services that use it, so that running answers can finish.
        builder.StopInOrder(settings.StoppingTimeout, [ingress, prometheus, grafana], [dialog], [completion], [playground, cache.Server]);

        builder.AddDashboardView(settings);
    }
}
