namespace WisdomWave.AppHost.Resources;

/// <summary>How much memory a supervisor may give a resource. Aspire's orchestrator has no such limit.</summary>
internal sealed record MemoryLimit(int Megabytes) : IResourceAnnotation
{
    /// <summary>Several times what a service needs under load, so that only a fault reaches it.</summary>
    public const int Standard = 1024;

    public static int Of(IResource resource) => resource.Annotations.OfType<MemoryLimit>().LastOrDefault()?.Megabytes ?? Standard;
}

internal static class MemoryLimitExtensions
{
    private const string ReadersAtOnce = "Attachments:ReadersAtOnce";
    private const string ReadMemory = "Attachments:ReadMemory";

    /// <summary>Adds room for the processes that read documents, whose limits are settings of dialog.</summary>
    public static IResourceBuilder<ProjectResource> WithMemoryForDocuments(this IResourceBuilder<ProjectResource> dialog)
    {
        var configuration = dialog.ApplicationBuilder.Configuration;
        // Dialog checks these settings; an invalid one leaves the default here.
        var readers = int.TryParse(configuration[ReadersAtOnce], out var count) ? count : 2;
        var bytes = long.TryParse(configuration[ReadMemory], out var limit) ? limit : 512L << 20;
        return dialog.WithAnnotation(new MemoryLimit(MemoryLimit.Standard + (int)(readers * (bytes >> 20))));
    }
}
