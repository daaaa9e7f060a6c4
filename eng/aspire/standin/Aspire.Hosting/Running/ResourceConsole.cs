using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Shows what the resources write, each line under its resource's name; in colour on a terminal.</summary>
internal sealed class ResourceConsole(DistributedApplicationModel model, ResourceLoggerService logs)
{
    private static readonly int[] Colours = [36, 33, 35, 32, 34, 96, 93, 95];
    private static readonly bool InColour =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    // On first use: until the application starts, its model may still grow.
    private readonly Lazy<Dictionary<IResource, string>> _prefixes = new(() => Prefixes(model));

    /// <summary>A line of the resource's own.</summary>
    public void Write(IResource resource, string line, bool isError)
    {
        logs.Add(resource, line, isError);
        Console.WriteLine($"{_prefixes.Value[resource]}{line}");
    }

    /// <summary>A line about the resource.</summary>
    public void Say(IResource resource, string line) =>
        Console.WriteLine(InColour ? $"{_prefixes.Value[resource]}\e[2m{line}\e[0m" : $"{_prefixes.Value[resource]}{line}");

    private static Dictionary<IResource, string> Prefixes(DistributedApplicationModel model)
    {
        var shown = model.Resources.Where(r => r is ProjectResource or ExecutableResource or ContainerResource).ToArray();
        var width = shown.Max(r => r.Name.Length);
        return shown.Index().ToDictionary(r => r.Item, r => InColour
            ? $"\e[{Colours[r.Index % Colours.Length]}m{r.Item.Name.PadRight(width)} |\e[0m "
            : $"{r.Item.Name.PadRight(width)} | ");
    }
}
