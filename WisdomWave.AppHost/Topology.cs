using System.Globalization;
using WisdomWave.AppHost.Configuration;
using WisdomWave.AppHost.Machines;
using WisdomWave.AppHost.Resources;

namespace WisdomWave.AppHost;

internal static class Topology
{
    public static void AddWisdomWave(this IDistributedApplicationBuilder builder, Settings settings, Machine machine)
    {
        var playground = builder.AddPlaygroundWhereNeeded(settings);
        var telegram = builder.AddTelegram(settings, playground);
        var models = builder.AddModels(settings, playground);
        var cache = builder.AddCache(settings.Ports.Cache, machine);

        var completion = builder.AddService<Projects.WisdomWave_Completion>("completion", settings.Ports.Completion)
            .WithModels(models)
            .WithCache(cache);

        var dialog = builder.AddService<Projects.WisdomWave_Dialog>("dialog", settings.Ports.Dialog)
            .WithEnvironment("MODEL_NAME", settings.ModelName)
            .WithEnvironment("MAX_TOKENS", settings.MaxTokens.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("WISDOMWAVE_DATA_DIR", settings.DataDirectory)
            .WithReference(completion)
            .WaitFor(completion);

        builder.AddService<Projects.WisdomWave_Ingress>("ingress", settings.Ports.Ingress)
            .WithTelegram(telegram)
            .WithReference(dialog)
            .WaitFor(dialog);
    }
}
